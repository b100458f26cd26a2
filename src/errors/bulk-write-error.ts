import { type ServerDetails, ServerError } from "./server-error.ts";

/** One statement of a bulk write that failed. */
export interface WriteFailure {
  /** Position among the statements (documents) of the call, from 0. */
  readonly index: number;
  readonly code: number;
  readonly message: string;
  readonly keyPattern?: Readonly<Record<string, unknown>>;
  readonly keyValue?: Readonly<Record<string, unknown>>;
  readonly errInfo?: unknown;
}

/** Some statements of a write with several failed; the others took effect. Code `server.bulk_write`. */
export class BulkWriteError extends ServerError {
  /** Every statement that failed. */
  readonly errors: readonly WriteFailure[];
  /** Write concern errors of the same call, as the server sent them. */
  readonly writeConcernErrors: readonly unknown[];
  /** What took effect: `n`, the number of documents inserted or matched. */
  readonly result: { readonly n: number };

  constructor(
    message: string,
    details: ServerDetails & { errors?: readonly WriteFailure[]; writeConcernErrors?: readonly unknown[]; n?: number } =
      {},
  ) {
    super(message, details, "server.bulk_write");
    this.errors = details.errors ?? [];
    this.writeConcernErrors = details.writeConcernErrors ?? [];
    this.result = { n: details.n ?? 0 };
  }
}
