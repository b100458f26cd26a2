import { HaricotError } from "./haricot-error.ts";

/** A call that needs a stored document was made on one that is new. Code `document.not_saved`. */
export class DocumentWasNotSaved extends HaricotError {
  /** Name of the model. */
  readonly model: string;

  /** Used by Haricot; programs catch it. */
  constructor(model: string, call: string) {
    super(
      "document.not_saved",
      `${model}: ${call} needs a stored document, but this one is new. Store it with insert() or save() first.`,
    );
    this.model = model;
  }
}
