import { HaricotError } from "./haricot-error.ts";

/** What is known about a failure to reach the server. */
export interface ConnectionDetails {
  readonly labels?: readonly string[];
  readonly model?: string;
  readonly cause?: unknown;
}

/** The connection to the server failed or broke. Code `connection.failed`, or that of a subclass. */
export class ConnectionError extends HaricotError {
  /** Labels of the specifications of drivers, such as `TransientTransactionError` or `RetryableWriteError`. */
  readonly labels: readonly string[];
  /** Name of the model that the call was about, if there was one. */
  readonly model?: string;

  /** Used by Haricot; programs catch it. */
  constructor(message: string, details: ConnectionDetails = {}, code = "connection.failed") {
    super(code, message, "cause" in details ? { cause: details.cause } : undefined);
    this.labels = details.labels ?? [];
    this.model = details.model;
  }
}
