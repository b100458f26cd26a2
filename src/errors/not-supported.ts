import { HaricotError } from "./haricot-error.ts";

/** A combination of options or calls that can not work; the message names the one that does. Code `operation.not_supported`. */
export class NotSupported extends HaricotError {
  /** Name of the model that the call was about, if there was one. */
  readonly model?: string;

  /** Used by Haricot; programs catch it. */
  constructor(message: string, details: { model?: string } = {}) {
    super("operation.not_supported", message);
    this.model = details.model;
  }
}
