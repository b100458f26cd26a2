import type { ModelRuntime } from "../schema/model.ts";
import { captureState, changesSince, restoreState, type StoredChanges } from "./snapshot.ts";
import type { Snapshot } from "./snapshot/copy-rules.ts";
import { type DocumentState, writesOf } from "./state.ts";

/** What a document held before the actions of a write, which gets it back when it does not come to the write. */
export class FieldMemory {
  readonly #document: DocumentState;
  readonly #model: ModelRuntime;
  readonly #before: Snapshot;
  readonly #writes: number;
  #acted: Snapshot | undefined;

  constructor(document: DocumentState, model: ModelRuntime) {
    this.#document = document;
    this.#model = model;
    this.#before = captureState(document, model);
    this.#writes = writesOf(document);
  }

  /** The actions have run: what changes from now on is the caller's, and stays. */
  endActions(): void {
    this.#acted = captureState(this.#document, this.#model);
  }

  /**
   * What the actions changed.
   *
   * @throws {ValidationError} when a changed value does not fit its field
   */
  changes(): StoredChanges {
    return changesSince(this.#document, this.#model, this.#before);
  }

  /** Takes back what actions changed, unless the document was written meanwhile. */
  restore(): void {
    if (writesOf(this.#document) === this.#writes) {
      restoreState(this.#document, this.#model, this.#before, this.#acted);
    }
  }
}
