import { existsSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { libraryPath } from "../native/mod.ts";
import type { Adapter } from "./adapter.ts";

/** A place where the native library may be, in the order in which places are tried. */
export interface Place {
  /** What named the place, as an error message says it. */
  readonly source: string;
  readonly path: string;
  /** Why nothing can be there, when that is known without looking. */
  readonly problem?: string;
}

const FILES: Readonly<Record<string, string>> = { darwin: "libharicot.dylib", win32: "haricot.dll" };

/** Name of the library file on this platform. */
export function libraryFile(): string {
  return FILES[process.platform] ?? "libharicot.so";
}

/** Platform and C library as the npm packages with the library are named, for example `linux-x64-gnu`. */
export function platformName(adapter: Adapter): string {
  const libc = adapter.libc();
  return `${process.platform}-${process.arch}${libc === null ? "" : `-${libc}`}`;
}

/**
 * Where to look for the library. A place that the user named, by option or by environment, is the only one: falling back to
 * another library would hide the mistake.
 */
export function places(adapter: Adapter, explicit?: string): Place[] {
  if (explicit !== undefined) return [{ source: "option `library`", path: explicit }];
  const named = adapter.environment("HARICOT_LIBRARY");
  if (named !== undefined && named !== "") return [{ source: "environment variable HARICOT_LIBRARY", path: named }];
  const found = [packaged(adapter), ...localBuild()];
  // Without a general permission only the places that were granted are tried first, so that nothing prompts needlessly.
  return [...found.filter(({ path }) => adapter.mayLoad(path)), ...found.filter(({ path }) => !adapter.mayLoad(path))];
}

/** Why the library is known not to be at a place. Without permission to look, nothing is known. */
export function knownProblem(adapter: Adapter, { path, problem }: Place): string | undefined {
  return problem ?? (adapter.mayRead(path) && !existsSync(path) ? "no such file" : undefined);
}

function packaged(adapter: Adapter): Place {
  const [platform, file] = [platformName(adapter), libraryFile()];
  const source = `package @haricot/${platform}`;
  const path = libraryPath(platform, file);
  return path === undefined
    ? { source, path: `@haricot/${platform}/${file}`, problem: "not installed" }
    : { source, path };
}

function localBuild(): Place[] {
  if (!import.meta.url.startsWith("file:")) return [];
  const path = fileURLToPath(new URL(`../target/release/${libraryFile()}`, import.meta.url).href);
  return [{ source: "local build", path }];
}
