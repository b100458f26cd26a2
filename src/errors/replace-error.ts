import { HaricotError } from "./haricot-error.ts";

/** Documents that `replaceMany` was given can not all be replaced: some are not stored, or one comes twice. Code `document.replace`. */
export class ReplaceError extends HaricotError {
  /** Name of the model. */
  readonly model: string;
  /** Ids of the documents in question. */
  readonly ids: readonly unknown[];

  /** Used by Haricot; programs catch it. */
  constructor(model: string, message: string, ids: readonly unknown[]) {
    super("document.replace", message);
    this.model = model;
    this.ids = ids;
  }
}
