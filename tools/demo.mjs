// `npm run demo`: the example on Bun and on Deno, against a real server.
import process from "node:process";
import { withEverything } from "./lib/ensure.mjs";
import { exitWith } from "./lib/problem.mjs";
import { npmProgram } from "./lib/project.mjs";
import { run } from "./lib/run.mjs";

const EXAMPLE = "examples/demo.ts";

async function demo({ uri, library }) {
  const env = { HARICOT_LIBRARY: library };
  const permissions = [`--allow-ffi=${library}`, "--allow-env=HARICOT_LIBRARY"];
  console.log("\n── Bun");
  const bun = await run(npmProgram("bun"), [EXAMPLE, uri], { env });
  console.log("\n── Deno");
  const deno = await run(npmProgram("deno"), ["run", "--no-prompt", ...permissions, EXAMPLE, uri], { env });
  return bun.code === 0 && deno.code === 0 ? 0 : 1;
}

try {
  process.exitCode = await withEverything(demo);
} catch (error) {
  exitWith(error);
}
