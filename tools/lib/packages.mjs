import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "./problem.mjs";
import { npmProgram, root } from "./project.mjs";
import { outputOf, runShowing } from "./run.mjs";

/** Makes sure that the npm packages of package.json, Bun and Deno among them, are installed in their versions. */
export async function ensurePackages() {
  if (missing().length > 0) {
    console.log("• npm packages: installing");
    const code = await runShowing("npm", ["ci", "--no-audit", "--no-fund"]);
    if (code === 127) throw new Problem("npm is missing: install Node.js 20 or newer, which brings it.");
    if (code !== 0) {
      throw new Problem(
        "`npm ci` failed; its output above says why (often: no network, or a proxy that npm does not know).",
      );
    }
  }
  const wrong = missing();
  if (wrong.length > 0) {
    throw new Problem(
      `npm packages are still not in their versions: ${wrong.join(", ")}. Delete node_modules and start again.`,
    );
  }
  for (const name of ["bun", "deno"]) {
    if (outputOf(npmProgram(name), ["--version"]) === undefined) {
      throw new Problem(
        `${name} from npm does not start: its program was not unpacked. Allow its install script (\`npm rebuild ${name}\` without --ignore-scripts) or ` +
          `reinstall with \`rm -rf node_modules && npm ci\`.`,
      );
    }
  }
}

/** Packages of package.json that are absent or have another version. */
function missing() {
  const { dependencies = {}, devDependencies = {} } = readJson(join(root, "package.json"));
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([name, version]) => readJson(join(root, "node_modules", name, "package.json"))?.version !== version)
    .map(([name, version]) => `${name}@${version}`);
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
