import type { Native } from "../../ffi/symbols.ts";

/** What is alive in an engine. */
export interface EngineStats {
  readonly clients: number;
  readonly plans: number;
  /** Encoded batches. */
  readonly batches: number;
  /** Payloads that wait to be taken. */
  readonly results: number;
  readonly cursors: number;
  readonly sessions: number;
  /** Listeners to events of clients. */
  readonly listeners: number;
  /** Completions that wait to be drained. */
  readonly completions: number;
  /** Requests without an answer. */
  readonly pending: number;
}

/** Reads the counts of an engine. */
export function readStats(native: Native, engine: number): EngineStats {
  const bytes = new Uint8Array(new ArrayBuffer(4096));
  const length = native.haricot_stats(engine, bytes, bytes.length);
  return JSON.parse(new TextDecoder().decode(bytes.subarray(0, length))) as EngineStats;
}
