import { HaricotError } from "./haricot-error.ts";

/** A document that a call needs is not in the database. Code `document.not_found`. */
export class DocumentNotFound extends HaricotError {
  readonly model?: string;
  readonly id?: unknown;

  constructor(message: string, details: { model?: string; id?: unknown } = {}) {
    super("document.not_found", message);
    this.model = details.model;
    this.id = details.id;
  }
}
