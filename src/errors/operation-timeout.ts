import { HaricotError } from "./haricot-error.ts";

/** The operation did not end within its `timeoutMS` (or the server's `maxTimeMS`). Code `operation.timeout`. A write may have taken effect. */
export class OperationTimeout extends HaricotError {
  readonly model?: string;

  constructor(message: string, details: { model?: string; cause?: unknown } = {}) {
    super("operation.timeout", message, "cause" in details ? { cause: details.cause } : undefined);
    this.model = details.model;
  }
}
