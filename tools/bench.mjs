// `npm run bench`: the benchmark of bench/, with everything it needs made sure of. It starts its own standalone server.
import process from "node:process";
import { ensureLibrary } from "./lib/library.mjs";
import { ensurePackages } from "./lib/packages.mjs";
import { exitWith } from "./lib/problem.mjs";
import { run } from "./lib/run.mjs";

try {
  await ensurePackages();
  const library = await ensureLibrary();
  const { code } = await run(process.execPath, ["bench/run.mjs", ...process.argv.slice(2)], {
    env: { HARICOT_LIBRARY: library },
  });
  process.exitCode = code;
} catch (error) {
  exitWith(error);
}
