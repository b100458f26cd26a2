import process from "node:process";
import { chromium as playwright } from "playwright-core";
import { chromium, NoBrowser } from "./chromium.mjs";

export { NoBrowser };

/**
 * Starts a headless Chromium; closing it is the caller's.
 * @returns {Promise<import("playwright-core").Browser>}
 * @throws {NoBrowser} when none can be started here, with the reason: tests say so and are not run
 */
export async function launchBrowser() {
  const { program, env } = await chromium();
  try {
    return await playwright.launch({
      executablePath: program,
      env: { ...process.env, ...env },
      // Containers have no user namespaces for the sandbox, and little shared memory; only pages of ours are opened.
      args: ["--no-sandbox", "--disable-dev-shm-usage"],
    });
  } catch (error) {
    throw new NoBrowser(`${program} does not start: ${error.message.split("\n")[0]}`);
  }
}
