import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** Folder of the project. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Where downloads and generated files go; HARICOT_CACHE shares downloads between checkouts. */
export const localCache = join(root, ".cache");
export const sharedCache = process.env.HARICOT_CACHE || localCache;

/** Path of a program that npm installed. */
export function npmProgram(name) {
  return join(root, "node_modules", ".bin", process.platform === "win32" ? `${name}.cmd` : name);
}

/** Files below a folder of the project whose name ends with `suffix`, as paths relative to the project, sorted. */
export function filesBelow(folder, suffix) {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesBelow(path, suffix);
    return entry.name.endsWith(suffix) ? [path] : [];
  }).sort();
}
