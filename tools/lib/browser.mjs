import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { root, sharedCache } from "./project.mjs";

const UNPACK = fileURLToPath(new URL("unpack-browser.mjs", import.meta.url));
const UNPACKED = "chromium";

/**
 * A headless Chromium that runs here: that of CHROMIUM_BIN, else the one in the npm package @sparticuz/chromium.
 * @returns {{ path: string, env: Record<string, string> } | { reason: string }} the program and what its environment needs besides, or why there is none
 */
export function findBrowser() {
  const given = process.env.CHROMIUM_BIN;
  if (given) return runs(given, {}) ?? { reason: `CHROMIUM_BIN is ${given}, which does not start` };
  if (process.platform !== "linux" || process.arch !== "x64") {
    return { reason: `no Chromium for ${process.platform} on ${process.arch}; set CHROMIUM_BIN to one` };
  }
  const unpacked = unpack();
  if (unpacked.reason !== undefined) return unpacked;
  const path = join(unpacked.folder, UNPACKED);
  const libraries = join(unpacked.folder, "al2023/lib");
  const more = process.env.LD_LIBRARY_PATH ? `:${process.env.LD_LIBRARY_PATH}` : "";
  return runs(path, {}) ?? runs(path, { LD_LIBRARY_PATH: `${libraries}${more}` }) ??
    { reason: "Chromium lacks libraries of the system; set CHROMIUM_BIN to one that starts" };
}

function runs(path, env) {
  const { status } = spawnSync(path, ["--version", "--no-sandbox"], {
    env: { ...process.env, ...env },
    stdio: "ignore",
    timeout: 30_000,
  });
  return status === 0 ? { path, env } : undefined;
}

/** Unpacks once for each version of the package; a folder is there completely or not at all. */
function unpack() {
  const manifest = join(root, "node_modules/@sparticuz/chromium/package.json");
  if (!existsSync(manifest)) return { reason: "the package @sparticuz/chromium is not installed" };
  const folder = join(sharedCache, `chromium-${JSON.parse(readFileSync(manifest, "utf8")).version}`);
  if (existsSync(join(folder, UNPACKED))) return { folder };
  const part = mkdtempSync(`${folder}-`);
  try {
    const { status, stderr } = spawnSync("node", [UNPACK, part], { cwd: root, encoding: "utf8" });
    if (status !== 0) return { reason: `Chromium can not be unpacked: ${(stderr ?? "").trim().split("\n").at(-1)}` };
    renameSync(part, folder);
    return { folder };
  } catch (error) {
    // Another process was first.
    if (existsSync(join(folder, UNPACKED))) return { folder };
    return { reason: `Chromium can not be unpacked to ${dirname(folder)}: ${error.message}` };
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}
