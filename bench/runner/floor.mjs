// Builds the floors. They have a workspace of their own, but share the compiled dependencies of the library.
import { join } from "node:path";
import { failure } from "./command.mjs";

let built;

export function buildFloor(repository, say) {
  return built ??= build(repository, say);
}

async function build(repository, say) {
  const target = process.env.CARGO_TARGET_DIR ?? join(repository, "target");
  say("building the floors (cargo build --release)");
  const manifest = join(repository, "bench", "floor", "Cargo.toml");
  const error = await failure("cargo", [
    "build",
    "--release",
    "--locked",
    "--manifest-path",
    manifest,
    "--target-dir",
    target,
  ]);
  return error ? { error } : { path: join(target, "release", "haricot-floor") };
}
