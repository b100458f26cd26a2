import { HaricotError } from "./haricot-error.ts";

/**
 * With the setting `useRevision`: somebody else changed the document since the instance was read or written. Nothing was stored. Code
 * `document.revision_changed`.
 */
export class RevisionIdWasChanged extends HaricotError {
  /** Name of the model that the call was about, if there was one. */
  readonly model?: string;
  /** The id of the document. */
  readonly id?: unknown;

  /** Used by Haricot; programs catch it. */
  constructor(message: string, details: { model?: string; id?: unknown; cause?: unknown } = {}) {
    super("document.revision_changed", message, details.cause === undefined ? undefined : { cause: details.cause });
    this.model = details.model;
    this.id = details.id;
  }
}
