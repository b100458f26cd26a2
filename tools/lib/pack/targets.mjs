import process from "node:process";

/**
 * Every platform that gets a package: `os`, `cpu` and `libc` as npm compares them with the machine, and the library's file name. The names are those that `native/mod.ts` looks for.
 */
export const TARGETS = {
  "linux-x64-gnu": { os: "linux", cpu: "x64", libc: "glibc", file: "libharicot.so" },
  "linux-x64-musl": { os: "linux", cpu: "x64", libc: "musl", file: "libharicot.so" },
  "linux-arm64-gnu": {
    os: "linux",
    cpu: "arm64",
    libc: "glibc",
    file: "libharicot.so",
  },
  "linux-arm64-musl": {
    os: "linux",
    cpu: "arm64",
    libc: "musl",
    file: "libharicot.so",
  },
  "darwin-x64": { os: "darwin", cpu: "x64", file: "libharicot.dylib" },
  "darwin-arm64": { os: "darwin", cpu: "arm64", file: "libharicot.dylib" },
};

/** Name of the target that this machine is. */
export function currentTarget() {
  const name = `${process.platform}-${process.arch}`;
  if (process.platform !== "linux") return name;
  return `${name}-${process.report.getReport().header.glibcVersionRuntime === undefined ? "musl" : "gnu"}`;
}
