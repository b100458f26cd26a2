import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Adapter } from "./adapter.ts";

/** A place where the native library may be, in the order in which places are tried. */
export interface Place {
  /** What named the place, as an error message says it. */
  readonly source: string;
  readonly path: string;
}

const FILES: Readonly<Record<string, string>> = { darwin: "libharicot.dylib", win32: "haricot.dll" };

/** Name of the library file on this platform. */
export function libraryFile(): string {
  return FILES[process.platform] ?? "libharicot.so";
}

/** Name of the npm package that carries the library of this platform, for example `@haricot/linux-x64-gnu`. */
export function platformPackage(adapter: Adapter): string {
  const libc = adapter.libc();
  return `@haricot/${process.platform}-${process.arch}${libc === null ? "" : `-${libc}`}`;
}

/**
 * Where to look for the library. A place that the user named, by option or by environment, is the only one: falling back to
 * another library would hide the mistake.
 */
export function places(adapter: Adapter, explicit?: string): Place[] {
  if (explicit !== undefined) return [{ source: "option `library`", path: explicit }];
  const named = adapter.environment("HARICOT_LIBRARY");
  if (named !== undefined && named !== "") return [{ source: "environment variable HARICOT_LIBRARY", path: named }];
  const found = [...packaged(adapter), ...localBuild()];
  // Without a general permission only the places that were granted are tried first, so that nothing prompts needlessly.
  return [...found.filter(({ path }) => adapter.mayLoad(path)), ...found.filter(({ path }) => !adapter.mayLoad(path))];
}

/** Whether the file is known to be absent. Without permission to look, nothing is known. */
export function knownAbsent(adapter: Adapter, path: string): boolean {
  return adapter.mayRead(path) && !existsSync(path);
}

function packaged(adapter: Adapter): Place[] {
  if (!import.meta.url.startsWith("file:")) return [];
  const file = `${platformPackage(adapter)}/${libraryFile()}`;
  const source = `package ${platformPackage(adapter)}`;
  const here = dirname(fileURLToPath(import.meta.url));
  if (adapter.mayRead("/")) {
    try {
      return [{ source, path: createRequire(import.meta.url).resolve(file) }];
    } catch {
      return [{ source, path: join(dirname(here), "node_modules", file) }];
    }
  }
  return ancestors(here).map((folder) => ({ source, path: join(folder, "node_modules", file) }))
    .filter(({ path }) => adapter.mayLoad(path));
}

function localBuild(): Place[] {
  if (!import.meta.url.startsWith("file:")) return [];
  const path = fileURLToPath(new URL(`../target/release/${libraryFile()}`, import.meta.url));
  return [{ source: "local build", path }];
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}
