import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Problem } from "../problem.mjs";
import { npmProgram, root } from "../project.mjs";
import { run } from "../run.mjs";
import { allFilesBelow } from "./files.mjs";

/**
 * Compiles the modules to ES modules with declarations and source maps that hold their source.
 * @param {string[]} entries entry modules, as paths relative to the project
 * @param {string} folder where the result goes; what is there is deleted
 */
export async function compile(entries, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const config = join(folder, "tsconfig.json");
  writeFileSync(config, JSON.stringify(settings(entries, folder), undefined, 2));
  const { code } = await run(npmProgram("tsc"), ["-p", config, "--pretty", "false"]);
  rmSync(config);
  if (code !== 0) throw new Problem("The compiler refuses the sources; its output above says why.");
  for (const path of allFilesBelow(folder)) if (path.endsWith(".d.ts")) rewriteImports(join(folder, path));
}

function settings(entries, folder) {
  return {
    extends: join(relative(folder, root), "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      allowJs: false,
      rewriteRelativeImportExtensions: true,
      declaration: true,
      sourceMap: true,
      inlineSources: true,
      rootDir: root,
      outDir: folder,
      typeRoots: [join(root, "node_modules/@types")],
    },
    include: [],
    files: entries.map((entry) => relative(folder, join(root, entry))),
  };
}

/** The compiler rewrites `./a.ts` to `./a.js` in code, and leaves it in declarations, where not every tool understands it. */
function rewriteImports(path) {
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replaceAll(/((?:from|import) ?\(?")(\.[^"]*)\.ts"/g, '$1$2.js"'));
}
