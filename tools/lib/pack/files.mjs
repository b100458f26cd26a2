import { readdirSync } from "node:fs";
import { join, relative } from "node:path";

/** All files below a folder, as paths relative to it. */
export function allFilesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
