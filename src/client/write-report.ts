import type { WriteFailure } from "../errors/bulk-write-error.ts";
import type { ErrorRecord } from "./error-record.ts";

/** What a write command says of its statements although it failed. */
export interface WriteReport {
  readonly failures: readonly WriteFailure[];
  readonly concernErrors: readonly unknown[];
  readonly n: number;
  readonly nModified: number;
  readonly upserted: readonly { readonly index: number; readonly _id: unknown }[];
}

/** Errors of the way to the server: what they carry is about earlier commands of the same call. */
const OF_THE_WAY: readonly string[] = ["connection", "server_selection", "authentication", "client_closed", "session"];

const reports = new WeakMap<object, WriteReport>();

/** Keeps the report of an error record beside its error. A failed statement that stands alone has the class of its own failure. */
export function rememberReport(error: object, record: ErrorRecord): void {
  const { writeErrors: failures = [], writeConcernErrors: concernErrors = [] } = record;
  if ((failures.length === 0 && concernErrors.length === 0) || OF_THE_WAY.includes(record.class)) return;
  const { n = 0, nModified = 0, upserted = [] } = record;
  reports.set(error, { failures, concernErrors, n, nModified, upserted });
}

/** The report of an error of statements, or of a write concern; undefined when the command failed as a whole. */
export function reportOf(error: unknown): WriteReport | undefined {
  return typeof error === "object" && error !== null ? reports.get(error) : undefined;
}
