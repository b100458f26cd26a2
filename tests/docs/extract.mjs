// Makes tests of the examples in README.md and in the pages of docs/: `node tests/docs/extract.mjs`. A page with examples has a test file in
// tests/docs/pages. What a page's blocks are is said behind their "```ts":
// - "runnable": it runs; the blocks of one page run in order, in one scope. They print what the page's "```text output" blocks say.
// - "checked": it is compiled with them, and not called: there is no server, certificate or port for it.
// - "program=NAME.ts": a file that runs as a process of its own; the "```text output" block behind it says what it prints.
// - "file=NAME.ts": a file beside the programs, or in a folder there, for them to import.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, "..", "..");
const folder = join(here, "pages");

const BLOCK = /^```(?:ts (runnable|checked)|ts (program|file)=([\w./-]+\.ts)|(text output))\n([\s\S]*?)^```$/gm;
const IMPORT = /^import [^;]+;\n/gm;
const NAMED_IMPORT = /^import \{([^}]+)\} from "([^"]+)";/;
const DEFAULT_IMPORT = /^import \w+ from "[^"]+";/;
const DOCUMENTED_URI = /"mongodb:\/\/localhost:27017\/\w+"/g;
const MODULES = {
  "haricot": "mod.ts",
  "haricot/operators": "operators.ts",
  "haricot/migrations": "migrations.ts",
  "haricot/testing": "testing.ts",
  "haricot/opentelemetry": "opentelemetry.ts",
};
const NOTICE = "// deno-fmt-ignore-file";
const EXCLUDED = /^docs\/(errors|internals|reference)\//;

/** README.md and the pages of docs, but those that are not for users, and those that are made from docstrings. */
function pages() {
  const below = readdirSync(join(repository, "docs"), { recursive: true }).map((name) => `docs/${name}`);
  return ["README.md", ...below.filter((page) => page.endsWith(".md") && !/\/(\.|node_modules\/)/.test(page)).sort()]
    .filter((page) => !EXCLUDED.test(page));
}

/** `tutorial/01-first.md`: "docs-tutorial-01-first". */
function nameOf(page) {
  return page.replace(/\.md$/, "").replaceAll(/\W+/g, "-").toLowerCase();
}

function examplesOf(page) {
  const text = readFileSync(join(repository, page), "utf8");
  const example = { page, code: [], output: [], imports: [], files: [], programs: [] };
  let { output } = example;
  for (const [, runnable, kind, name, isOutput, body] of text.matchAll(BLOCK)) {
    if (isOutput) output.push(body);
    else if (runnable) {
      example.imports.push(...(body.match(IMPORT) ?? []));
      const code = body.replace(IMPORT, "").trim();
      example.code.push(runnable === "checked" ? `void (async () => {\n${code}\n});` : code);
      output = example.output;
    } else {
      example.files.push({ name, body });
      if (kind === "program") example.programs.push({ name, output: output = [] });
    }
  }
  return example;
}

/** `a, type B` of all imports of one module, merged. */
function merged(imports) {
  const names = new Map(), others = new Set();
  for (const text of imports) {
    const [, list, module] = NAMED_IMPORT.exec(text) ?? [];
    if (module) {
      const path = module in MODULES ? `../../../${MODULES[module]}` : module;
      const known = names.get(path) ?? new Set();
      for (const name of list.split(",")) known.add(name.trim());
      names.set(path, known);
    } else if (DEFAULT_IMPORT.test(text)) others.add(text.trim());
    else throw new Error(`an example imports in a form that extract.mjs does not know: ${text}`);
  }
  return [
    ...[...names].map(([path, set]) => `import { ${[...set].filter(Boolean).sort().join(", ")} } from "${path}";`),
    ...others,
  ];
}

function indented(text) {
  return text.split("\n").map((line) => line === "" ? "" : `    ${line}`).join("\n");
}

/** What is printed, as code. */
function expected(output) {
  const text = output.join("");
  return text === "" ? "[]" : JSON.stringify(text.trimEnd().split("\n"));
}

function madeFrom(page) {
  return [`// Made from ${page} by tests/docs/extract.mjs: change that page, and run that.`, NOTICE];
}

function testFile({ page, imports, code, output }) {
  const text = code.join("\n\n").replace(DOCUMENTED_URI, "uri");
  return [
    ...madeFrom(page),
    'import { test } from "node:test";',
    ...merged(imports),
    'import { printsOf } from "../prints.ts";',
    "",
    `test("the examples of ${page} print what it says", async () => {`,
    `  await printsOf("${page}", async (${/\buri\b/.test(text) ? "uri" : ""}) => {`,
    indented(text),
    `  }, ${expected(output)});`,
    "});",
    "",
  ].join("\n");
}

function programsTest({ page, programs }) {
  return [
    ...madeFrom(page),
    'import { test } from "node:test";',
    'import { programPrints } from "../prints.ts";',
    "",
    ...programs.flatMap(({ name, output }) => [
      `test("${name} of ${page} prints what it says", async () => {`,
      `  const program = new URL("./${nameOf(page)}/${name}", import.meta.url);`,
      `  await programPrints("${page}", program, ${expected(output)});`,
      "});",
      "",
    ]),
  ].join("\n");
}

/** A file of a page with the address from the environment, and modules from the repository. */
function sourceFile(page, { name, body }) {
  const up = "../".repeat(4 + name.split("/").length - 1);
  const code = body.replace(DOCUMENTED_URI, "process.env.DOCUMENTED_URI!").replaceAll(
    /from "(?:npm:)?([\w/]+)"/g,
    (_text, module) => `from "${module in MODULES ? `${up}${MODULES[module]}` : module}"`,
  );
  const needsProcess = /\bprocess\./.test(code) && !/^import process /m.test(code);
  return [...madeFrom(page), ...(needsProcess ? ['import process from "node:process";'] : []), code].join("\n");
}

/** The files that belong to the pages as they are: path and text. */
export function testFiles() {
  const files = new Map();
  for (const example of pages().map(examplesOf)) {
    const path = join(folder, nameOf(example.page));
    if (example.code.length > 0) files.set(`${path}.test.ts`, testFile(example));
    if (example.programs.length > 0) files.set(`${path}.privileged.test.ts`, programsTest(example));
    for (const file of example.files) files.set(join(path, file.name), sourceFile(example.page, file));
  }
  return files;
}

/** The files that are there. */
export function present() {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true }).map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = testFiles();
  for (const path of present()) if (!files.has(path)) rmSync(path);
  for (const [path, text] of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
