// What the library exports, by `deno doc`: declarations with their docstrings and places, of the entries and of everything that those refer to.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Problem } from "../problem.mjs";
import { filesBelow, npmProgram, root } from "../project.mjs";
import { outputOf } from "../run.mjs";

/**
 * @typedef {{ name: string, file: string, declarations: object[] }} Symbol file: relative to the project
 * @typedef {{ name: string, path: string, doc: string, symbols: { name: string, symbol: Symbol }[] }} Entry
 */

/** Reads all declarations once. */
export class Declarations {
  /** @type {Map<string, Map<string, Symbol>>} by file, then by name */
  #files = new Map();
  /** @type {Entry[]} */
  entries;

  constructor() {
    const entries = declaredEntries();
    const sources = [...entries.map(({ path }) => path), ...filesBelow("src", ".ts")];
    const output = outputOf(npmProgram("deno"), ["doc", "--json", "--private", ...sources]);
    if (output === undefined) throw new Problem("`deno doc` failed; run `npx deno doc mod.ts` to see why.");
    const { nodes } = JSON.parse(output);
    for (const [url, { symbols }] of Object.entries(nodes)) {
      const file = relative(url);
      const named = symbols.map((
        { name, declarations },
      ) => [name, { name, file, declarations: valuesFirst(declarations) }]);
      this.#files.set(file, new Map(named));
    }
    this.entries = entries.map(({ name, path }) => {
      const { module_doc: doc, symbols } = nodes[pathToFileURL(join(root, path)).href];
      return { name, path, doc: doc?.doc ?? "", symbols: symbols.map((one) => this.#exported(one, path)) };
    });
  }

  /** What a name means in a file: something declared there, or imported. */
  lookUp(file, { typeName, resolution }) {
    if (resolution?.kind === "import") {
      const target = relative(new URL(resolution.specifier, pathToFileURL(join(root, file))).href);
      return this.#files.get(target)?.get(resolution.name);
    }
    return this.#files.get(file)?.get(typeName);
  }

  #exported({ name, declarations }, entry) {
    // What is exported over two files is listed as a declaration here, with its place there.
    const [first] = declarations;
    const target = first.kind === "reference" ? first.def.target : first.location;
    const symbols = [...this.#files.get(relative(target.filename)).values()];
    const symbol = symbols.find(({ declarations }) =>
      declarations.some(({ kind, location }) =>
        kind !== "reference" && location.line === target.line && location.col === target.col
      )
    );
    if (symbol === undefined) throw new Error(`deno doc does not say what ${name} of ${entry} is`);
    return { name, symbol };
  }
}

/** Of a value and a type that share a name the value is what is looked for. */
function valuesFirst(declarations) {
  return declarations.toSorted((a, b) => Number(a.kind === "typeAlias") - Number(b.kind === "typeAlias"));
}

/** The modules that a program may import, by package.json; its command is none. */
function declaredEntries() {
  const { name, exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return Object.entries(exports).filter(([key]) => key !== "./cli")
    .map(([key, path]) => ({ name: key.replace(/^\./, name), path: path.replace(/^\.\//, "") }));
}

function relative(url) {
  return url.replace(pathToFileURL(root).href, "");
}
