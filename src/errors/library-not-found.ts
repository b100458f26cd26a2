import { HaricotError } from "./haricot-error.ts";

/** A place where the native library was looked for, and why it was not taken. */
export interface LibraryPlace {
  /** What named the place: the option, the variable, the package of the platform, or the local build. */
  readonly source: string;
  /** Path of the file. */
  readonly path: string;
  /** Why there is no library to use. */
  readonly problem: string;
}

/** The native library could not be loaded from any place where it may be. Code `engine.library_not_found`. */
export class LibraryNotFound extends HaricotError {
  /** Where it was looked for, in order. */
  readonly places: readonly LibraryPlace[];

  /** Used by Haricot; programs catch it. */
  constructor(places: readonly LibraryPlace[]) {
    const list = places.map(({ source, path, problem }) => `\n  ${path} (${source}): ${problem}`).join("");
    super(
      "engine.library_not_found",
      `Haricot's native library could not be loaded. Looked at:${list}\nInstall the package of your platform, build it with ` +
        "`cargo build --release`, or name it by the option `library` or the variable HARICOT_LIBRARY. Deno also needs `--allow-ffi`.",
    );
    this.places = places;
  }
}
