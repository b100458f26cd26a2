import { HaricotError } from "./haricot-error.ts";

/** What the server said about a refused command. */
export interface ServerDetails {
  /** The server's number of the error, for example 26 (NamespaceNotFound). */
  readonly serverCode?: number;
  /** The server's name of the error. */
  readonly codeName?: string;
  /** Labels such as `TransientTransactionError`. */
  readonly labels?: readonly string[];
  /** Further findings of the server, for example which rule of a validator failed. */
  readonly errInfo?: unknown;
  /** Model that the operation was for. */
  readonly model?: string;
  readonly cause?: unknown;
}

/** The server refused a command. Code `server.error`, or that of a subclass. */
export class ServerError extends HaricotError {
  /** The server's number of the error, for example 26 (NamespaceNotFound); absent where it sent none. */
  readonly serverCode?: number;
  /** The server's name of the error, for example `NamespaceNotFound`. */
  readonly codeName?: string;
  /** Labels of the specifications of drivers, such as `TransientTransactionError` or `RetryableWriteError`. */
  readonly labels: readonly string[];
  /** Further findings of the server, for example which rule of a collection's validator failed. */
  readonly errInfo?: unknown;
  /** Name of the model that the call was about, if there was one. */
  readonly model?: string;

  /** Used by Haricot; programs catch it. */
  constructor(message: string, details: ServerDetails = {}, code = "server.error") {
    super(code, message, "cause" in details ? { cause: details.cause } : undefined);
    this.serverCode = details.serverCode;
    this.codeName = details.codeName;
    this.labels = details.labels ?? [];
    this.errInfo = details.errInfo;
    this.model = details.model;
  }

  /** Whether the server (or the driver's specification) gave the error this label. */
  hasLabel(label: string): boolean {
    return this.labels.includes(label);
  }
}
