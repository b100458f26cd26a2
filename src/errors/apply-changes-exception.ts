import { HaricotError } from "./haricot-error.ts";

/** A local change does not fit what is stored by now. Code `document.apply_changes`. */
export class ApplyChangesException extends HaricotError {
  /** Name of the model. */
  readonly model: string;
  /** Path of the change, by properties. */
  readonly path: string;

  /**
   * Used by Haricot; programs catch it.
   *
   * @param missing path of the object that the change leads into
   */
  constructor(model: string, path: string, missing: string) {
    super(
      "document.apply_changes",
      `${model}: the local change of "${path}" can not be applied to what is stored, because "${missing}" is no object there any more. ` +
        'Take over what is stored with sync({ mergeStrategy: "remote" }), or set the whole object.',
    );
    this.model = model;
    this.path = path;
  }
}
