import { EngineError } from "../src/errors/engine-error.ts";
import type { Adapter } from "./adapter.ts";
import { bunAdapter } from "./bun.ts";
import { denoAdapter } from "./deno.ts";

/**
 * The adapter of the runtime that runs this module.
 *
 * @throws {EngineError} `engine.runtime` on anything but Bun and Deno
 */
export function currentAdapter(): Adapter {
  if ("Bun" in globalThis) return bunAdapter;
  if ("Deno" in globalThis) return denoAdapter;
  throw new EngineError(
    "engine.runtime",
    "Haricot runs on Bun (1.4 or newer) and Deno (2.7.12 or newer); this runtime has neither bun:ffi nor Deno.dlopen. " +
      "Start the program with `bun run` or `deno run --allow-ffi`.",
  );
}
