// `npm run pack`: the npm packages, in dist/: `haricot`, its loader, and the package with the library of this machine. For another machine (as the release
// workflow does): node tools/pack.mjs --target linux-arm64-musl --library <file built for it>.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureLibrary } from "./lib/library.mjs";
import { ensurePackages } from "./lib/packages.mjs";
import { writePackages } from "./lib/pack/packages.mjs";
import { showSizes, tarballs } from "./lib/pack/tarballs.mjs";
import { currentTarget, TARGETS } from "./lib/pack/targets.mjs";
import { exitWith, Problem } from "./lib/problem.mjs";
import { root } from "./lib/project.mjs";

try {
  const { values } = parseArgs({ options: { target: { type: "string" }, library: { type: "string" } } });
  const target = values.target ?? currentTarget();
  if (!Object.hasOwn(TARGETS, target)) {
    throw new Problem(`There is no package for ${target}; there are ${Object.keys(TARGETS).join(", ")}.`);
  }
  if (target !== currentTarget() && values.library === undefined) {
    throw new Problem(`This machine is ${currentTarget()}: give the library built for ${target} by --library.`);
  }
  await ensurePackages();
  const folder = join(root, "dist");
  const folders = await writePackages({ folder, target, library: values.library ?? await ensureLibrary() });
  showSizes(tarballs(folders, folder));
} catch (error) {
  exitWith(error);
}
