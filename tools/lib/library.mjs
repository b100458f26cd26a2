import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Problem } from "./problem.mjs";
import { exists, outputOf, runShowing } from "./run.mjs";

const FILES = { darwin: "libharicot.dylib", win32: "haricot.dll" };

/** Makes sure that there is a toolchain for Rust. */
export function ensureCargo() {
  if (!exists("cargo")) {
    throw new Problem(
      "cargo is missing: install Rust from https://rustup.rs (1.88 or newer), open a new shell and start again.",
    );
  }
}

/**
 * Builds the native library; quick when nothing changed.
 * @returns {Promise<string>} path of the library
 */
export async function ensureLibrary() {
  ensureCargo();
  console.log("• native library: cargo build --release");
  const code = await runShowing("cargo", ["build", "--release", "-p", "haricot-abi"]);
  if (code !== 0) throw new Problem("`cargo build --release` failed; its output above says why.");
  const metadata = outputOf("cargo", ["metadata", "--no-deps", "--format-version", "1"]);
  const folder = metadata === undefined ? "target" : JSON.parse(metadata).target_directory;
  const path = join(folder, "release", FILES[process.platform] ?? "libharicot.so");
  if (!existsSync(path)) throw new Problem(`The build has left no library at ${path}.`);
  return path;
}
