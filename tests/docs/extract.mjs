// Makes tests of the examples in README.md, docs/*.md and docs/guide/*.md: `node tests/docs/extract.mjs`. A page with examples has a test file in
// tests/docs/pages. A block that starts with "```ts runnable" runs; the blocks of one page run in order, in one scope. What they print must be
// what the page's "```text output" blocks say.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, "..", "..");
const folder = join(here, "pages");

const BLOCK = /^```(ts runnable|text output)\n([\s\S]*?)^```$/gm;
const IMPORT = /^import [^;]+;\n/gm;
const DOCUMENTED_URI = /"mongodb:\/\/localhost:27017\/\w+"/g;
const MODULES = {
  "haricot": "../../../mod.ts",
  "haricot/operators": "../../../operators.ts",
  "haricot/migrations": "../../../migrations.ts",
};

function pages() {
  const inFolder = (name) =>
    existsSync(join(repository, name))
      ? readdirSync(join(repository, name)).filter((page) => page.endsWith(".md")).sort().map((page) =>
        `${name}/${page}`
      )
      : [];
  return ["README.md", ...inFolder("docs"), ...inFolder("docs/guide")];
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
    const path = MODULES[module] ?? module;
    const known = names.get(path) ?? new Set();
    for (const name of list.split(",")) known.add(name.trim());
    names.set(path, known);
  }
  return [...names].map(([path, set]) => `import { ${[...set].filter(Boolean).sort().join(", ")} } from "${path}";`);
}

function indented(text) {
  return text.split("\n").map((line) => line === "" ? "" : `    ${line}`).join("\n");
}

function testFile({ page, imports, code, output }) {
  const expected = output === "" ? "[]" : JSON.stringify(output.trimEnd().split("\n"));
  return [
    `// Made from ${page} by tests/docs/extract.mjs: change that page, and run that.`,
    "// deno-fmt-ignore-file",
    'import { test } from "node:test";',
    ...merged(imports),
    'import { printsOf } from "../prints.ts";',
    "",
    `test("the examples of ${page} print what it says", async () => {`,
    `  await printsOf("${page}", async (${/\buri\b/.test(code) ? "uri" : ""}) => {`,
    indented(code),
    `  }, ${expected});`,
    "});",
    "",
  ].join("\n");
}

/** The test files that belong to the pages as they are: path and text. */
export function testFiles() {
  return new Map(
    pages().map(exampleOf).filter(({ code }) => code !== "").map((example) => [
      join(folder, `${example.page.replace(/\.md$/, "").replaceAll(/\W+/g, "-").toLowerCase()}.test.ts`),
      testFile(example),
    ]),
  );
}

/** The test files that are there. */
export function present() {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = testFiles();
  mkdirSync(folder, { recursive: true });
  for (const path of present()) if (!files.has(path)) rmSync(path);
  for (const [path, text] of files) writeFileSync(path, text);
}
