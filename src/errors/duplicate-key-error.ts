import { type ServerDetails, ServerError } from "./server-error.ts";

/** A write would have stored a second document with the same value of a unique index. Code `server.duplicate_key`. */
export class DuplicateKeyError extends ServerError {
  /** Fields of the index with their directions. */
  readonly keyPattern?: Readonly<Record<string, unknown>>;
  /** The values that are there already, by field. */
  readonly keyValue?: Readonly<Record<string, unknown>>;

  /** Used by Haricot; programs catch it. */
  constructor(
    message: string,
    details: ServerDetails & { keyPattern?: Record<string, unknown>; keyValue?: Record<string, unknown> } = {},
  ) {
    super(message, details, "server.duplicate_key");
    this.keyPattern = details.keyPattern;
    this.keyValue = details.keyValue;
  }
}
