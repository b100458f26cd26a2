// The examples of the docstrings of all public names, as modules that a checker of types can read.
import { join } from "node:path";
import { Declarations } from "../../../tools/lib/docs/declarations.mjs";
import { root } from "../../../tools/lib/project.mjs";

/**
 * @param {string} context path of the module with what the examples speak of
 * @param {string[]} names what it exports
 * @returns {Map<string, string>} the name of a module and its text
 */
export function exampleModules(context, names) {
  const { entries } = new Declarations();
  const known = new Map();
  const modules = entries.map(({ path, symbols }) => [join(root, path), symbols.map(({ name }) => name)]);
  for (const { name, file, entry, code } of examples(entries)) {
    if (known.has(code)) continue;
    // In tests `before` and `after` are those of the test runner.
    const first = entry === "haricot/testing" ? [RUNNER] : [];
    const text = moduleOf({ name, file, code }, [...first, [context, names], ...modules, ["zod", ["z"]]]);
    known.set(code, [`${String(known.size).padStart(2, "0")}-${name}.ts`, text]);
  }
  return new Map(known.values());
}

const RUNNER = ["node:test", ["after", "before", "beforeEach", "test"]];

function moduleOf({ name, file, code: text }, modules) {
  // What an example imports from Haricot it has from the sources here.
  const code = text.replace(/^import .* from "haricot(\/\w+)?";\n+/gm, "");
  const declared = new Set([...code.matchAll(/\b(?:class|const|let|function) (\w+)/g)].map(([, name]) => name));
  const used = new Set([...code.matchAll(/(?<![.\w])[A-Za-z]\w*/g)].map(([word]) => word));
  const imports = modules.map(([path, names]) => {
    const wanted = names.filter((name) => !declared.has(name) && used.delete(name));
    return wanted.length === 0 ? "" : `import { ${wanted.join(", ")} } from "${path}";\n`;
  });
  return `// The example of ${name} in ${file}.\n${imports.join("")}export async function example() {\n${
    placed(code)
  }\n}\n`;
}

/** Code that is a part of something stands in the whole: a field in a shape, a member in a class. */
function placed(code) {
  const text = code.replace(/^export /gm, "");
  if (/^static |^\w+\([^)]*: [^)]*\) \{/.test(text)) return `class Whole {\n${text}\n}`;
  if (/^\w+: /.test(text)) return `void { ${text} };`;
  return text;
}

function examples(entries) {
  const found = [];
  const walk = (node, of) => {
    if (node === null || typeof node !== "object") return;
    for (const { kind, doc } of node.jsDoc?.tags ?? []) {
      if (kind === "example") found.push({ ...of, code: codeOf(doc) });
    }
    for (const value of Object.values(node)) walk(value, of);
  };
  for (const { name: entry, symbols } of entries) {
    for (const { name, symbol } of symbols) walk(symbol.declarations, { name, file: symbol.file, entry });
  }
  return found;
}

/** The blocks of an example, or without blocks the code in its text. */
function codeOf(doc) {
  const blocks = [...doc.matchAll(/```ts\n([\s\S]*?)```/g)];
  return (blocks.length > 0 ? blocks : [...doc.matchAll(/`([^`]+)`/g)]).map(([, code]) => code.trim()).join("\n");
}
