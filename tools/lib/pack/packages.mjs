import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../project.mjs";
import { compile } from "./compile.mjs";
import { allFilesBelow } from "./files.mjs";
import { entryModules, haricotManifest, LOADER, loaderManifest, platformManifest, project } from "./manifests.mjs";
import { TARGETS } from "./targets.mjs";

/** Module of the sources that is a package of its own once it is published. */
const LOADER_MODULE = "native/mod.js";
/** Files of the studio that browsers get as they are. */
const PAGE = "studio/page";
const LOADER_IMPORT = /(["'])\.\.\/native\/mod\.js\1/g;

/**
 * Writes the folders of all packages that can be made here: `haricot`, its loader, and the package of one platform.
 * @param {{ folder: string, target: string, library: string }} what `library` is the file built for `target`
 * @returns {Promise<string[]>} the folders, in the order in which they have to be published: what others depend on comes first
 */
export async function writePackages({ folder, target, library }) {
  const build = join(folder, "build");
  await compile([...entryModules(), "native/mod.ts"], build);
  const platform = writePlatformPackage({ folder, target, library });
  const loader = writePackage(join(folder, "native"), loaderManifest());
  for (const path of allFilesBelow(join(build, "native"))) copy(join(build, "native", path), join(loader, path));
  const haricot = writePackage(join(folder, "haricot"), haricotManifest());
  for (const path of allFilesBelow(build)) {
    // The command reads its version from package.json, which the compiler therefore copies: the package has its own.
    if (!path.startsWith("native/") && path !== "package.json") copy(join(build, path), join(haricot, path));
  }
  importLoader(haricot);
  for (const path of allFilesBelow(join(root, PAGE))) copy(join(root, PAGE, path), join(haricot, PAGE, path));
  copy(join(root, "README.md"), join(haricot, "README.md"));
  rmSync(build, { recursive: true });
  return [platform, loader, haricot];
}

/**
 * Writes the package of a platform. Without `library` it is only its package.json, which is what a package manager reads on other platforms.
 * @param {{ folder: string, target: string, library?: string }} what
 * @returns {string} its folder
 */
export function writePlatformPackage({ folder, target, library }) {
  const path = writePackage(join(folder, target), platformManifest(target));
  if (library !== undefined) copy(library, join(path, TARGETS[target].file));
  return path;
}

function writePackage(folder, manifest) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  writeFileSync(
    join(folder, "README.md"),
    `# ${manifest.name}\n\n${manifest.description} Part of \`${project.name}\`.\n`,
  );
  copy(join(root, "LICENSE"), join(folder, "LICENSE"));
  return folder;
}

/** In the sources the loader is a neighbour; in the package it is a dependency. */
function importLoader(folder) {
  let found = 0;
  for (const path of allFilesBelow(folder).filter((path) => /\.(js|d\.ts)$/.test(path))) {
    const text = readFileSync(join(folder, path), "utf8");
    const changed = text.replaceAll(LOADER_IMPORT, () => (found++, `"${LOADER}"`));
    if (changed !== text) writeFileSync(join(folder, path), changed);
  }
  if (found === 0) throw new Error(`no module imports ${LOADER_MODULE} any more`);
}

function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}
