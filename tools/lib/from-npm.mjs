import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "./problem.mjs";
import { sharedCache } from "./project.mjs";
import { runShowing } from "./run.mjs";

/**
 * A file of a package of npm in a version of its own, fetched into the cache when it is not there. No script of the package is run.
 * @param {string} label name of the folder in the cache, with the version
 * @param {string} packageName
 * @param {string} path of the file in the package
 * @returns {Promise<string>} its path
 */
export async function fileFromNpm(label, version, packageName, path) {
  const folder = join(sharedCache, `${label}-${version}`);
  const file = join(folder, "node_modules", packageName, path);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  console.log(`• ${label} ${version}: fetching it from npm`);
  const options = ["--prefix", folder, "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"];
  await runShowing("npm", ["install", ...options, `${packageName}@${version}`]);
  if (!existsSync(file)) throw new Problem(`npm could not fetch ${label} ${version}; its output above says why.`);
  return file;
}
