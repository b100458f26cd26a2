// Makes tests of the examples in README.md, docs/*.md and docs/guide/*.md: `node tests/docs/extract.mjs`.
// A block that starts with "```ts runnable" runs; the blocks of one page run in order, in one scope. What they print must be
// what the page's "```text output" blocks say.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, "..", "..");
export const generated = join(here, "examples.test.ts");

const BLOCK = /^```(ts runnable|text output)\n([\s\S]*?)^```$/gm;
const IMPORT = /^import [^;]+;\n/gm;
const DOCUMENTED_URI = /"mongodb:\/\/localhost:27017\/\w+"/g;

function pagesIn(folder) {
  const names = readdirSync(join(repository, folder)).filter((name) => name.endsWith(".md")).sort();
  return names.map((name) => `${folder}/${name}`);
}

function pages() {
  return ["README.md", ...pagesIn("docs"), ...pagesIn("docs/guide")];
}

function exampleOf(page) {
  const text = readFileSync(join(repository, page), "utf8");
  const code = [], output = [], imports = [];
  for (const [, kind, body] of text.matchAll(BLOCK)) {
    if (kind === "text output") output.push(body);
    else {
      imports.push(...(body.match(IMPORT) ?? []));
      code.push(body.replace(IMPORT, "").trim());
    }
  }
  return { page, imports, code: code.join("\n\n").replace(DOCUMENTED_URI, "uri"), output: output.join("") };
}

/** `a, type B` of all imports of one module, merged. */
function merged(imports) {
  const names = new Map();
  for (const text of imports) {
    const [, list, module] = /^import \{([^}]+)\} from "([^"]+)";/.exec(text) ?? [];
    if (!module) throw new Error(`an example imports in a form that extract.mjs does not know: ${text}`);
    const path = module === "haricot" ? "../../mod.ts" : module;
    const known = names.get(path) ?? new Set();
    for (const name of list.split(",")) known.add(name.trim());
    names.set(path, known);
  }
  return [...names].map(([path, set]) =>
    `import { ${[...set].filter(Boolean).sort(byName).join(", ")} } from "${path}";`
  );
}

/** In the order of the formatter: by name, whatever its case. */
function byName(a, b) {
  const key = (text) => text.replace(/^type /, "").toLowerCase();
  return key(a) < key(b) ? -1 : 1;
}

function indented(text) {
  return text.split("\n").map((line) => line === "" ? "" : `    ${line}`).join("\n");
}

/** The text of the test file that belongs to the pages as they are. */
export function testFile() {
  const examples = pages().map(exampleOf).filter(({ code }) => code !== "");
  const imports = merged(examples.flatMap((example) => example.imports));
  const tests = examples.map(({ page, code, output }) =>
    [
      `test("the examples of ${page} print what it says", async () => {`,
      `  await printsOf("${page}", async (uri) => {`,
      indented(code),
      `  }, ${JSON.stringify(output.trimEnd().split("\n")).replaceAll('","', '", "')});`,
      "});",
    ].join("\n")
  );
  const head =
    `// Made from README.md, docs/*.md and docs/guide/*.md by tests/docs/extract.mjs: change those, and run that.`;
  const own = ['import { test } from "node:test";', ...imports, 'import { printsOf } from "./prints.ts";'];
  return `${head}\n${own.join("\n")}\n\n${tests.join("\n\n")}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(generated, testFile());
