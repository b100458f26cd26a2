import { HaricotError } from "./haricot-error.ts";

/** A call that compares with what is stored, on a document that was neither read nor written yet. Code `document.state_not_saved`. */
export class StateNotSaved extends HaricotError {
  /** Name of the model. */
  readonly model: string;

  /** Used by Haricot; programs catch it. */
  constructor(model: string, call: string) {
    super(
      "document.state_not_saved",
      `${model}: ${call} compares with what is stored, but this document is new. Store it with insert() or save(), or read it, first.`,
    );
    this.model = model;
  }
}
