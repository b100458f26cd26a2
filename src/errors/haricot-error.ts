/**
 * Base class of every error that Haricot throws. Catch this to catch them all; look at {@link HaricotError.code} to tell causes
 * apart without comparing messages.
 */
export class HaricotError extends Error {
  /** Stable, dotted name of the cause, for example `"validation.kind"`. Messages may change between versions; codes do not. */
  readonly code: string;

  /**
   * Used by Haricot; programs catch it.
   *
   * @param code stable dotted name of the cause
   * @param message what is wrong, why, and what to do; carries no credentials and no stored values beyond redacted ones
   * @param options `cause`: the error underneath, if there is one
   */
  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }

  /** Name of the class, as in stack traces. */
  override get name(): string {
    return this.constructor.name;
  }
}
