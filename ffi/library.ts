import { EngineError } from "../src/errors/engine-error.ts";
import { LibraryNotFound } from "../src/errors/library-not-found.ts";
import type { Adapter } from "./adapter.ts";
import { knownProblem, places } from "./places.ts";
import { ABI_VERSION, type Native, type NativeSignature, SYMBOLS, VERSION_SYMBOL } from "./symbols.ts";

/** The native library, bound and checked. */
export interface Library {
  readonly native: Native;
  readonly path: string;
}

/**
 * Finds, loads and checks the native library.
 *
 * @param explicit path of the library; the only place that is tried when it is given
 * @throws {LibraryNotFound} when no place has a loadable file; lists every place with its reason
 * @throws {EngineError} `engine.abi_mismatch` when a library of another version was found
 */
export function openLibrary(adapter: Adapter, explicit?: string): Library {
  const tried: { source: string; path: string; problem: string }[] = [];
  for (const place of places(adapter, explicit)) {
    const problem = knownProblem(adapter, place);
    if (problem !== undefined) {
      tried.push({ ...place, problem });
      continue;
    }
    try {
      const native = adapter.bind(place.path, SYMBOLS);
      checkVersion(native.haricot_abi_version(), place.path);
      checkDescription(native, place.path);
      return { native, path: place.path };
    } catch (error) {
      if (error instanceof EngineError) throw error;
      checkVersion(versionAlone(adapter, place.path), place.path, error);
      tried.push({ ...place, problem: error instanceof Error ? firstLine(error.message) : String(error) });
    }
  }
  throw new LibraryNotFound(tried);
}

/** Version that a library says it has when the whole table can not be bound; ours when it is no Haricot library at all. */
function versionAlone(adapter: Adapter, path: string): number {
  try {
    return adapter.bind(path, VERSION_SYMBOL).haricot_abi_version();
  } catch {
    return ABI_VERSION;
  }
}

function checkVersion(version: number, path: string, cause?: unknown): void {
  if (version === ABI_VERSION) return;
  throw new EngineError(
    "engine.abi_mismatch",
    `The native library ${path} speaks version ${version} of Haricot's ABI, this package version ${ABI_VERSION}. ` +
      "Install the same version of haricot and of its platform package, or rebuild with `cargo build --release`.",
    cause === undefined ? undefined : { cause },
  );
}

interface Description {
  readonly version: string;
  readonly symbols: Readonly<Record<string, NativeSignature>>;
}

function checkDescription(native: Native, path: string): void {
  const description = describe(native);
  const ours: Readonly<Record<string, NativeSignature>> = SYMBOLS;
  const names = new Set([...Object.keys(ours), ...Object.keys(description.symbols)]);
  const different = [...names].filter((name) => signature(ours[name]) !== signature(description.symbols[name]));
  if (different.length === 0) return;
  const list = different.map((name) =>
    `${name} (here ${signature(ours[name])}, in the library ${signature(description.symbols[name])})`
  );
  throw new EngineError(
    "engine.abi_mismatch",
    `The native library ${path} (version ${description.version}) does not have the functions this package calls: ` +
      `${
        list.join("; ")
      }. Install the same version of haricot and of its platform package, or rebuild with \`cargo build --release\`.`,
  );
}

/** What the library says of itself. */
export function describe(native: Native): Description {
  let text = new Uint8Array(new ArrayBuffer(8192));
  let length = native.haricot_abi_describe(text, text.length);
  if (length > text.length) {
    text = new Uint8Array(new ArrayBuffer(length));
    length = native.haricot_abi_describe(text, text.length);
  }
  return JSON.parse(new TextDecoder().decode(text.subarray(0, length))) as Description;
}

function signature(of: NativeSignature | undefined): string {
  return of === undefined ? "absent" : `(${of.parameters.join(", ")}) -> ${of.result}`;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? text;
}
