// The program of a headless Chromium. It is unpacked once into the cache, from an npm package that holds it together with fonts and with the libraries
// that small systems lack: that package unpacks into the system's folder for temporary files, which is turned to the cache meanwhile.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { sharedCache } from "./project.mjs";
import { outputOf } from "./run.mjs";

/** No browser can be started on this machine; the message says why. */
export class NoBrowser extends Error {}

/**
 * Where the browser is, and the environment that it needs. CHROMIUM_BIN names another one.
 * @returns {Promise<{ program: string, env: Record<string, string> }>}
 * @throws {NoBrowser}
 */
export async function chromium() {
  const own = process.env.CHROMIUM_BIN;
  if (own) {
    if (!existsSync(own)) throw new NoBrowser(`CHROMIUM_BIN is ${own}, which is not there`);
    return { program: own, env: {} };
  }
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new NoBrowser(
      `the Chromium from npm is for Linux on x86-64, this is ${process.platform} on ${process.arch}: set CHROMIUM_BIN`,
    );
  }
  const folder = await unpacked();
  const program = join(folder, "chromium");
  return { program, env: { ...libraries(program, folder), ...fonts(folder) } };
}

async function unpacked() {
  const folder = join(sharedCache, `chromium-${version()}`);
  if (existsSync(folder)) return folder;
  mkdirSync(sharedCache, { recursive: true });
  const staging = mkdtempSync(`${folder}-`);
  try {
    await unpackInto(staging);
    renameSync(staging, folder);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    if (!existsSync(folder)) throw new NoBrowser(`Chromium could not be unpacked: ${error.message}`);
  }
  return folder;
}

async function unpackInto(folder) {
  // The second name makes the package unpack its libraries too.
  const turned = { TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: "nodejs22.x" };
  const { default: packed } = await import("@sparticuz/chromium");
  const before = Object.keys(turned).map((name) => [name, process.env[name]]);
  Object.assign(process.env, turned);
  try {
    await packed.executablePath();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

function version() {
  const main = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  return JSON.parse(readFileSync(join(dirname(main), "..", "..", "package.json"), "utf8")).version;
}

function libraries(program, folder) {
  const listed = outputOf("ldd", [program]);
  return listed === undefined || listed.includes("not found") ? { LD_LIBRARY_PATH: join(folder, "al2023", "lib") } : {};
}

function fonts(folder) {
  return existsSync("/etc/fonts/fonts.conf") ? {} : { FONTCONFIG_PATH: join(folder, "fonts") };
}
