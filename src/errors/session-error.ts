import { HaricotError } from "./haricot-error.ts";

/** A session or its transaction was used in a state that does not allow it, for example a commit without a transaction. Code `session.invalid_state`. */
export class SessionError extends HaricotError {
  /** Used by Haricot; programs catch it. */
  constructor(message: string, options?: { cause?: unknown }) {
    super("session.invalid_state", message, options);
  }
}
