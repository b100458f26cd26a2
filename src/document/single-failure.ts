import { BulkWriteError } from "../errors/bulk-write-error.ts";
import { DuplicateKeyError } from "../errors/duplicate-key-error.ts";
import { ServerError } from "../errors/server-error.ts";
import { WriteConcernError } from "../errors/write-concern-error.ts";

/** The server's code of a violated unique index, and its older twins. */
const DUPLICATE_KEY: ReadonlySet<number> = new Set([11000, 11001, 12582]);

/** The error of a write with one statement: what failed is told by its own class and not as a list of one. */
export function singleFailure(error: unknown): unknown {
  if (!(error instanceof BulkWriteError)) return error;
  const [failure] = error.errors;
  const details = { model: error.model, labels: error.labels, cause: error };
  if (failure === undefined) {
    return error.writeConcernErrors.length === 0 ? error : new WriteConcernError(error.message, details);
  }
  const { code, message, keyPattern, keyValue, errInfo } = failure;
  const words = error.model === undefined ? message : `${error.model}: ${message}`;
  const known = { ...details, serverCode: code, errInfo };
  return DUPLICATE_KEY.has(code)
    ? new DuplicateKeyError(words, { ...known, keyPattern, keyValue })
    : new ServerError(words, known);
}
