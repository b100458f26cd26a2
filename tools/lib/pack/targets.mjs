import process from "node:process";

/**
 * Every platform that gets a package: `os`, `cpu` and `libc` as npm compares them with the machine, the library's file name, and the target of the
 * Rust compiler. The names are those that `native/mod.ts` looks for.
 */
export const TARGETS = {
  "linux-x64-gnu": { os: "linux", cpu: "x64", libc: "glibc", file: "libharicot.so", rust: "x86_64-unknown-linux-gnu" },
  "linux-x64-musl": { os: "linux", cpu: "x64", libc: "musl", file: "libharicot.so", rust: "x86_64-unknown-linux-musl" },
  "linux-arm64-gnu": {
    os: "linux",
    cpu: "arm64",
    libc: "glibc",
    file: "libharicot.so",
    rust: "aarch64-unknown-linux-gnu",
  },
  "linux-arm64-musl": {
    os: "linux",
    cpu: "arm64",
    libc: "musl",
    file: "libharicot.so",
    rust: "aarch64-unknown-linux-musl",
  },
  "darwin-x64": { os: "darwin", cpu: "x64", file: "libharicot.dylib", rust: "x86_64-apple-darwin" },
  "darwin-arm64": { os: "darwin", cpu: "arm64", file: "libharicot.dylib", rust: "aarch64-apple-darwin" },
  "win32-x64": { os: "win32", cpu: "x64", file: "haricot.dll", rust: "x86_64-pc-windows-msvc" },
};

/** Name of the target that this machine is. */
export function currentTarget() {
  const name = `${process.platform}-${process.arch}`;
  if (process.platform !== "linux") return name;
  return `${name}-${process.report.getReport().header.glibcVersionRuntime === undefined ? "musl" : "gnu"}`;
}
