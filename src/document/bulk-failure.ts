import { BulkWriteError } from "../errors/bulk-write-error.ts";
import { DuplicateKeyError } from "../errors/duplicate-key-error.ts";
import { ServerError } from "../errors/server-error.ts";
import { WriteConcernError } from "../errors/write-concern-error.ts";

/** The server's code of a document that the collection's validator refuses. */
const DOCUMENT_VALIDATION_FAILURE = 121;

/** The engine tells the failure of a single statement by its own class; callers that give a list need not count it. */
export function asBulkFailure(error: unknown): unknown {
  const isDuplicate = error instanceof DuplicateKeyError;
  if (!isDuplicate && !(error instanceof ServerError && error.serverCode === DOCUMENT_VALIDATION_FAILURE)) return error;
  const { message, serverCode: code = 0, errInfo, labels, model } = error;
  const keys = isDuplicate ? { keyPattern: error.keyPattern, keyValue: error.keyValue } : {};
  const failure = { index: 0, code, message, errInfo, ...keys };
  return new BulkWriteError(message, { errors: [failure], labels, model, n: 0, cause: error });
}

/** Positions of the documents that were written although the call failed: in order, the server stops at the first failure; otherwise it writes all others. */
export function writtenDespite(error: unknown, count: number, ordered: boolean): number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  if (error instanceof WriteConcernError) return all;
  if (!(error instanceof BulkWriteError)) return [];
  const failed = new Set(error.errors.map(({ index }) => index));
  const end = ordered && failed.size > 0 ? Math.min(...failed) : count;
  return all.filter((index) => index < end && !failed.has(index));
}
