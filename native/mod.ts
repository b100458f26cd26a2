/**
 * Finds the file of Haricot's native library among the installed packages. It is a package of its own, `@haricot/native`, because it depends on the
 * packages of all platforms (of which a package manager installs those that fit), and because it has to be a file on disk: the package on JSR has
 * web addresses, which have no neighbours in a folder.
 *
 * @module
 */

import { createRequire } from "node:module";
import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";

/** What a CommonJS `require` of a bundler gives for a file that it took along. */
declare function require(specifier: string): string;

/**
 * Path of the native library of an installed platform package, or of the copy that `bun build` took along.
 *
 * @param platform platform and C library as the packages are named, for example `linux-x64-gnu` or `darwin-arm64`
 * @param file name of the library on that platform, for example `libharicot.so`
 * @returns `undefined` when the package of that platform is not installed
 */
export function libraryPath(platform: string, file: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(`@haricot/${platform}/${file}`);
  } catch {
    return bundled(platform);
  }
}

/**
 * In a bundle or a compiled program the library lies beside the code. The names are written out because `bun build` reads them without running the
 * program: it takes along what is installed, writes its place here, and lets the others be because they stand inside of `try`.
 */
function bundled(platform: string): string | undefined {
  try {
    switch (platform) {
      case "linux-x64-gnu":
        return beside(require("@haricot/linux-x64-gnu/libharicot.so"));
      case "linux-x64-musl":
        return beside(require("@haricot/linux-x64-musl/libharicot.so"));
      case "linux-arm64-gnu":
        return beside(require("@haricot/linux-arm64-gnu/libharicot.so"));
      case "linux-arm64-musl":
        return beside(require("@haricot/linux-arm64-musl/libharicot.so"));
      case "darwin-x64":
        return beside(require("@haricot/darwin-x64/libharicot.dylib"));
      case "darwin-arm64":
        return beside(require("@haricot/darwin-arm64/libharicot.dylib"));
    }
  } catch {
    // Neither installed nor taken along.
  }
  return undefined;
}

/** A bundle names the file relative to itself, a compiled program by a whole path. */
function beside(path: string): string {
  return isAbsolute(path) ? path : fileURLToPath(new URL(path, import.meta.url).href);
}
