import { HaricotError } from "./haricot-error.ts";

/**
 * With `actionConflictResolution: "RAISE"`: an action before an update changed fields that the update itself names. Nothing was stored. Code
 * `document.merge_conflict`.
 */
export class MergeConflictError extends HaricotError {
  /** Name of the model. */
  readonly model: string;
  /** Stored paths of the fields, sorted. */
  readonly conflictingFields: readonly string[];

  /** Used by Haricot; programs catch it. */
  constructor(model: string, conflictingFields: readonly string[]) {
    const fields = conflictingFields.map((field) => `"${field}"`).join(", ");
    super(
      "document.merge_conflict",
      `${model}: an action before this update and the update itself both change ${fields}. Leave the fields out of one of them, skip the action, or choose ` +
        "another settings.actionConflictResolution.",
    );
    this.model = model;
    this.conflictingFields = conflictingFields;
  }
}
