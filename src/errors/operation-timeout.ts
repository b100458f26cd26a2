import { HaricotError } from "./haricot-error.ts";

/** The operation did not end within its `timeoutMS` (or the server's `maxTimeMS`). Code `operation.timeout`. A write may have taken effect. */
export class OperationTimeout extends HaricotError {
  /** Name of the model that the call was about, if there was one. */
  readonly model?: string;
  /** The server's number of the error, when the server's own limit passed. */
  readonly serverCode?: number;
  /** Labels such as `UnknownTransactionCommitResult`. */
  readonly labels: readonly string[];

  /** Used by Haricot; programs catch it. */
  constructor(
    message: string,
    details: { model?: string; serverCode?: number; labels?: readonly string[]; cause?: unknown } = {},
  ) {
    super("operation.timeout", message, "cause" in details ? { cause: details.cause } : undefined);
    this.model = details.model;
    this.serverCode = details.serverCode;
    this.labels = details.labels ?? [];
  }
}
