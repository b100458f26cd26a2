import type { Native } from "../../ffi/symbols.ts";

/** What is alive in an engine. */
export type EngineStats = Readonly<Record<string, number>>;

/** Reads the counts of an engine: live handles by kind, queued completions, pending requests. */
export function readStats(native: Native, engine: number): EngineStats {
  const bytes = new Uint8Array(new ArrayBuffer(4096));
  const length = native.haricot_stats(engine, bytes, bytes.length);
  return JSON.parse(new TextDecoder().decode(bytes.subarray(0, Math.min(length, bytes.length)))) as EngineStats;
}
