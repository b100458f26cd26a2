import type { Measurements } from "./measurements.ts";
import type { FrameMemory } from "./memory.ts";

/** The end of an operation. Valid during the handler only: the object and its memory are used again. */
export interface Completion {
  /** The payload is an error record. */
  readonly failed: boolean;
  readonly memory: FrameMemory;
  /** Where the payload starts in the memory, in bytes, divisible by 8. */
  readonly offset: number;
  /** Length of the payload in bytes, 0 = none. */
  readonly length: number;
  /** Handle of the cursor, 0 = none or exhausted. */
  readonly cursor: number;
  /** Results by operation, see `docs/internals/abi.md`. */
  readonly a: number;
  readonly b: number;
  /** What the operation cost; undefined unless that was asked for. */
  readonly measurements: Measurements | undefined;
}

/** Turns the end of an operation into its value, or throws its error. */
export type Settle<T> = (completion: Completion) => T;

/** Layout of a completion record (`docs/internals/abi.md`): words, and the size of its header in bytes. */
export const RECORD = {
  request: 0,
  status: 1,
  flags: 2,
  length: 3,
  result: 4,
  cursor: 5,
  a: 6,
  b: 7,
  bytes: 32,
  inline: 1,
  measured: 2,
  largestInline: 65536,
  largestMeasurements: 312,
} as const;
