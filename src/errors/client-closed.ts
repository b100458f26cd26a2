import { HaricotError } from "./haricot-error.ts";

/** The client was closed, before the call or while it ran. Code `client.closed`. */
export class ClientClosed extends HaricotError {
  /** Used by Haricot; programs catch it. */
  constructor(
    message: string = "The client is closed: connect again, or close it only after the last operation.",
    options?: { cause?: unknown },
  ) {
    super("client.closed", message, options);
  }
}
