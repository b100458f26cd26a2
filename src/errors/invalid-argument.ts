import { HaricotError } from "./haricot-error.ts";

/** A name, key, filter, option or value given to a call can not be used; the message says why and what to do instead. */
export class InvalidArgument extends HaricotError {
  /** Dotted path inside the argument, list positions as numbers, when the argument is a structure. */
  readonly path?: string;
  /** Name of the model that the call was for, when the engine refused it. */
  readonly model?: string;

  /**
   * Used by Haricot; programs catch it.
   *
   * @param message what is wrong, why, and what to do
   * @param details `code`: stable dotted code, default `"argument.invalid"`; `path`: place inside the argument; `model`: model of the call; `cause`: error underneath
   */
  constructor(message: string, details: { code?: string; path?: string; model?: string; cause?: unknown } = {}) {
    super(details.code ?? "argument.invalid", message, "cause" in details ? { cause: details.cause } : undefined);
    this.path = details.path;
    this.model = details.model;
  }
}
