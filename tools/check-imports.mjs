// Checks the rules of imports: layers, no cycles, no runtime below src/, no C ABI in rust/engine. The module graph comes from `deno info`.
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
import process from "node:process";
import { breaches } from "./lib/import-rules.mjs";
import { filesBelow, npmProgram, root } from "./lib/project.mjs";
import { outputOf } from "./lib/run.mjs";

const sources = [
  ...filesBelow("src", ".ts"),
  ...filesBelow("ffi", ".ts"),
  ...filesBelow("native", ".ts"),
  ...filesBelow("cli", ".ts"),
  ...filesBelow("studio", ".ts"),
  ...["mod.ts", "operators.ts", "migrations.ts", "testing.ts", "opentelemetry.ts"].filter((path) =>
    existsSync(join(root, path))
  ),
];

function moduleGraph() {
  const modules = new Map();
  for (const source of sources) {
    if (modules.has(source)) continue;
    const text = outputOf(npmProgram("deno"), ["info", "--json", source]);
    if (text === undefined) throw new Error(`deno info can not read ${source}`);
    for (const module of JSON.parse(text).modules) {
      const path = local(module.local);
      if (path === undefined) continue;
      const targets = (kind) =>
        (module.dependencies ?? []).filter((d) => d[kind] !== undefined).map((d) => target(d, kind));
      modules.set(path, { path, code: targets("code"), types: targets("type") });
    }
  }
  return [...modules.values()];
}

function target(dependency, kind) {
  const url = dependency[kind].specifier ?? dependency.specifier;
  return url.startsWith("file:") && !url.includes("/node_modules/")
    ? relative(realpathSync(root), new URL(url).pathname)
    : url;
}

function local(path) {
  if (path === undefined) return undefined;
  const inside = relative(realpathSync(root), path);
  return inside.startsWith("..") || inside.startsWith("node_modules") ? undefined : inside;
}

const runtimeUse = sources.filter((path) => path.startsWith("src/"))
  .flatMap((path) =>
    readFileSync(join(root, path), "utf8").split("\n").flatMap((line, index) =>
      /(^|[^\w.`"'])(Deno|Bun)\.\w/.test(line.replace(/\/\/.*|^\s*\*.*|\/\*.*?\*\//g, ""))
        ? [`${path}:${index + 1} uses a runtime's global: only ffi/ knows the runtime`]
        : []
    )
  );
const abiUse = filesBelow("rust/engine/src", ".rs")
  .filter((path) => /extern "C"|no_mangle|haricot_abi/.test(readFileSync(join(root, path), "utf8")))
  .map((path) => `${path} knows the C ABI: that belongs to rust/abi`);

const found = [...breaches(moduleGraph()), ...runtimeUse, ...abiUse];
for (const line of found) console.error(line);
console.log(
  found.length === 0
    ? `${sources.length} modules keep the rules of imports`
    : `${found.length} breaches of the rules of imports`,
);
process.exit(found.length === 0 ? 0 : 1);
