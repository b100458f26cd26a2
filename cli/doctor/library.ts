import { accessSync, constants, statSync } from "node:fs";
import type { Adapter } from "../../ffi/adapter.ts";
import { describe, type Library, openLibrary } from "../../ffi/library.ts";
import { knownProblem, type Place, places, platformName } from "../../ffi/places.ts";
import { ABI_VERSION } from "../../ffi/symbols.ts";
import manifest from "../../package.json" with { type: "json" };
import { LibraryNotFound } from "../../src/errors/library-not-found.ts";
import { failure, type Finding, notChecked, ok, warning } from "./finding.ts";

/** Platforms that get a package with the library. */
export const PLATFORMS: readonly string[] = [
  "linux-x64-gnu",
  "linux-x64-musl",
  "linux-arm64-gnu",
  "linux-arm64-musl",
  "darwin-x64",
  "darwin-arm64",
];

/** What the reasons of loaders say, and what helps. */
const ADVICE: readonly [sign: RegExp, advice: string][] = [
  [
    /GLIBC_|GLIBCXX_/,
    "the C library of this system is older than the one that the library was built for: use a newer system, or build the library here with `cargo build --release`",
  ],
  [
    /invalid ELF header|wrong ELF class|file too short|not a mach-o|exec format|invalid image/i,
    "the file is no library for this platform: install the package of this platform anew",
  ],
  [
    /permission denied|EACCES|failed to map segment/i,
    "let this user read the file, and keep it where programs may run",
  ],
  [/symbol|haricot_/i, "the file is another library: correct HARICOT_LIBRARY"],
];

/** Whether there are packages for operating system, processor and C library. */
export function checkPlatform(adapter: Adapter): Finding {
  const platform = platformName(adapter);
  if (PLATFORMS.includes(platform)) return ok(platform, { platform });
  const advice = platform.startsWith("win32")
    ? "use the Windows Subsystem for Linux"
    : "build the library with `cargo build --release` and name it by HARICOT_LIBRARY";
  const message = `there is no native library for ${platform}, only for ${PLATFORMS.join(", ")}`;
  return failure(message, advice, { platform });
}

/** What came of looking for the library. */
export interface LibraryFindings {
  readonly file: Finding;
  readonly version: Finding;
  /** Whether it can be used. */
  readonly usable: boolean;
}

/** Where the library is looked for; the first one is the one that is meant when none is found. */
export function candidates(adapter: Adapter): Place[] {
  const all = places(adapter);
  const present = all.filter((place) => knownProblem(adapter, place) === undefined);
  return present.length === 0 ? all : present;
}

/** Finds and loads the library. */
export function checkLibrary(adapter: Adapter): LibraryFindings {
  const tried = candidates(adapter);
  if (!tried.some(({ path }) => adapter.mayLoad(path))) {
    const file = notChecked(`Deno may not load ${tried[0]!.path}: see runtime.permissions`);
    return { file, version: notChecked("the library was not loaded"), usable: false };
  }
  try {
    const library = openLibrary(adapter);
    return { file: found(adapter, library, tried), version: versionOf(library), usable: true };
  } catch (error) {
    if (error instanceof LibraryNotFound) {
      return { file: notFound(adapter, error), version: notChecked("no library was loaded"), usable: false };
    }
    const version = failure(
      (error as Error).message.split(/(?<=\.) Install /, 1)[0]!,
      "install the same version of haricot and of its platform package, or rebuild with `cargo build --release`",
      { abi: ABI_VERSION, version: manifest.version },
    );
    return { file: ok(placeText(tried[0]!), { ...tried[0]! }), version, usable: false };
  }
}

function found(adapter: Adapter, { path }: Library, tried: readonly Place[]): Finding {
  const source = tried.find((place) => place.path === path)?.source ?? "";
  const details = { path, source };
  const writers = adapter.mayRead(path) ? othersWhoWrite(path) : undefined;
  if (writers === undefined) return ok(placeText({ path, source }), details);
  return warning(
    `${placeText({ path, source })}; ${writers} may write to the file, and so decide what this program does`,
    `chmod go-w ${path}`,
    details,
  );
}

function notFound(adapter: Adapter, { places: tried }: LibraryNotFound): Finding {
  const list = tried.map(({ path, source, problem }) => `${path} (${source}): ${explained(adapter, path, problem)}`);
  const known = tried.map(({ problem }) => ADVICE.find(([sign]) => sign.test(problem))?.[1]).find((one) => one);
  const named = tried.some(({ source }) => source.startsWith("environment"))
    ? "correct the variable HARICOT_LIBRARY or unset it"
    : `install the package @haricot/${platformName(adapter)} (it is an optional dependency: not with --omit=optional)`;
  return failure(`no library could be loaded: ${list.join("; ")}`, known ?? named, { places: tried });
}

/** Runtimes say that they can not open a file; the file system says why. */
function explained(adapter: Adapter, path: string, problem: string): string {
  if (!adapter.mayRead(path)) return problem;
  try {
    accessSync(path, constants.R_OK);
    return problem;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EACCES" ? "permission denied" : problem;
  }
}

function placeText({ path, source }: Place): string {
  return `${path} (${source})`;
}

/** Who else may change the file, where files have modes. */
function othersWhoWrite(path: string): string | undefined {
  const mode = statSync(path).mode;
  if ((mode & 0o002) !== 0) return "everybody";
  return undefined;
}

function versionOf({ native }: Library): Finding {
  const { version } = describe(native);
  const details = { version, abi: ABI_VERSION, package: manifest.version };
  if (version === manifest.version) return ok(`${version}, ABI ${ABI_VERSION}, which fits`, details);
  return warning(
    `the library is of version ${version}, this package of ${manifest.version}; they understand each other (ABI ${ABI_VERSION})`,
    "install the same version of haricot and of its platform package",
    details,
  );
}
