import process from "node:process";
import { fileFromNpm } from "./from-npm.mjs";
import { project } from "./pack/manifests.mjs";
import { Problem } from "./problem.mjs";
import { outputOf } from "./run.mjs";

/** Packages of npm that have the programs, by platform. */
const PACKAGES = {
  "linux-x64": { bun: "@oven/bun-linux-x64", deno: "@deno/linux-x64-glibc" },
  "linux-arm64": { bun: "@oven/bun-linux-aarch64", deno: "@deno/linux-arm64-glibc" },
  "darwin-x64": { bun: "@oven/bun-darwin-x64", deno: "@deno/darwin-x64" },
  "darwin-arm64": { bun: "@oven/bun-darwin-aarch64", deno: "@deno/darwin-arm64" },
};

/** The oldest version that `engines` of package.json admits, with three numbers. */
export function oldestVersion(name) {
  const parts = project.engines[name].replace(">=", "").split(".");
  return [...parts, "0", "0"].slice(0, 3).join(".");
}

/**
 * A runtime in a version of its own, fetched into the cache when it is not there.
 * @param {"bun" | "deno"} name
 * @returns {Promise<string>} path of the program
 */
export async function cachedRuntime(name, version) {
  const packageName = PACKAGES[`${process.platform}-${process.arch}`]?.[name];
  if (packageName === undefined) {
    throw new Problem(`${name} ${version} can not be fetched for ${process.platform}-${process.arch}.`);
  }
  const program = await fileFromNpm(name, version, packageName, name === "bun" ? "bin/bun" : "deno");
  const said = outputOf(program, ["--version"]) ?? "";
  if (!said.includes(version)) throw new Problem(`${program} is not ${name} ${version}; it says: ${said.trim()}`);
  return program;
}
