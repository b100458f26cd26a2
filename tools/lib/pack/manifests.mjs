import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { root } from "../project.mjs";
import { TARGETS } from "./targets.mjs";

/** Package of the loader, which finds the library. */
export const LOADER = "@haricot/native";

/** package.json of the project: the one place of version, entry points and the version of Zod. */
export const project = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Entry modules of the package `haricot`, as paths relative to the project. */
export function entryModules() {
  const paths = [...Object.values(project.exports), ...Object.values(project.bin ?? {})];
  return [...new Set(paths.map((path) => path.replace("./", "")))];
}

/** package.json of `haricot`. */
export function haricotManifest() {
  const { zod, ...dependencies } = project.dependencies;
  const exports = Object.entries(project.exports).map(([name, path]) => [name, compiled(path)]);
  return {
    name: project.name,
    ...common(),
    description: project.description,
    engines: { bun: project.engines.bun, deno: project.engines.deno },
    exports: Object.fromEntries([...exports, ["./package.json", "./package.json"]]),
    ...(project.bin !== undefined && { bin: mapValues(project.bin, (path) => path.replace(/\.ts$/, ".js")) }),
    dependencies: { [LOADER]: project.version, ...dependencies },
    // Schemas are made by the user's own Zod: two copies would not know each other's.
    peerDependencies: { zod: `^${zod}`, ...mapValues(optionalPeers(), (version) => `^${version}`) },
    peerDependenciesMeta: mapValues(optionalPeers(), () => ({ optional: true })),
  };
}

/** Packages that a part of the API uses when the user has them, with the versions that are tested. */
function optionalPeers() {
  const { "fast-check": fastCheck, "@opentelemetry/api": telemetry } = project.devDependencies;
  return { "fast-check": fastCheck, "@opentelemetry/api": telemetry };
}

/** package.json of the loader; every platform package is optional, in exactly this version. */
export function loaderManifest() {
  return {
    name: LOADER,
    ...common(),
    description: "Finds the native library of Haricot, an object-document mapper for MongoDB on Bun and Deno.",
    exports: { ".": compiled("./mod.ts"), "./package.json": "./package.json" },
    optionalDependencies: Object.fromEntries(
      Object.keys(TARGETS).map((target) => [platformPackage(target), project.version]),
    ),
  };
}

/** package.json of the package with the library of one platform. */
export function platformManifest(target) {
  const { os, cpu, libc, file } = TARGETS[target];
  return {
    name: platformPackage(target),
    ...common(),
    description: `The native library of Haricot for ${target}.`,
    os: [os],
    cpu: [cpu],
    ...(libc !== undefined && { libc: [libc] }),
    exports: { [`./${file}`]: `./${file}`, "./package.json": "./package.json" },
    files: [file],
  };
}

/** Name of the package with the library of a platform. */
export function platformPackage(target) {
  return `@haricot/${target}`;
}

function common() {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
  return {
    version: project.version,
    license: project.license,
    type: "module",
    // A registry accepts a statement of provenance only with the repository that the package was built from.
    ...(server !== undefined && repository !== undefined && {
      repository: { type: "git", url: `git+${server}/${repository}.git` },
    }),
    publishConfig: { access: "public" },
  };
}

/** Conditions of an entry point: its declarations before its code. */
function compiled(path) {
  return { types: path.replace(/\.ts$/, ".d.ts"), default: path.replace(/\.ts$/, ".js") };
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
