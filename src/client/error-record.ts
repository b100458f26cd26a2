import type { WriteFailure } from "../errors/bulk-write-error.ts";
import type { Completion } from "../engine/completion.ts";
import { Frame } from "../transfer/frame.ts";
import { readUntyped } from "../transfer/read-untyped.ts";

/** What the engine says about a failed operation (`docs/internals/abi.md`, "Error record"). */
export interface ErrorRecord {
  readonly class: string;
  readonly message: string;
  readonly reason?: string;
  readonly code?: number;
  readonly codeName?: string;
  readonly labels?: readonly string[];
  readonly keyPattern?: Record<string, unknown>;
  readonly keyValue?: Record<string, unknown>;
  readonly errInfo?: unknown;
  readonly writeErrors?: readonly WriteFailure[];
  readonly writeConcernErrors?: readonly unknown[];
  readonly n?: number;
  readonly nModified?: number;
  readonly upserted?: readonly { readonly index: number; readonly _id: unknown }[];
  readonly model?: string;
  readonly path?: string;
  readonly expected?: string;
  readonly found?: string;
  readonly id?: unknown;
  readonly index?: number;
  readonly name?: string;
}

/** Reads the error record of a failed completion. */
export function readErrorRecord(completion: Completion): ErrorRecord {
  const [record] = readUntyped(new Frame(completion.memory, completion.offset));
  return record as unknown as ErrorRecord;
}
