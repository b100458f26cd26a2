import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Builds a shared library from a few lines of Rust, and gives its path. */
export function buildLibrary(folder: string, name: string, source: string): string {
  const path = join(folder, `${name}.rs`);
  const target = join(folder, `lib${name}.so`);
  writeFileSync(path, source);
  const { status, stderr } = spawnSync("rustc", ["--edition=2024", "--crate-type=cdylib", "-o", target, path], {
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  return target;
}
