import { HaricotError } from "./haricot-error.ts";

/** A document that a call needs is not in the database. Code `document.not_found`. */
export class DocumentNotFound extends HaricotError {
  /** Name of the model that the call was about, if there was one. */
  readonly model?: string;
  /** The id that was looked for, if the call had one. */
  readonly id?: unknown;

  /** Used by Haricot; programs catch it. */
  constructor(message: string, details: { model?: string; id?: unknown } = {}) {
    super("document.not_found", message);
    this.model = details.model;
    this.id = details.id;
  }
}
