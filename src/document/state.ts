import { InvalidArgument } from "../errors/invalid-argument.ts";
import { type ModelClassLike, modelOf, type ModelRuntime } from "../schema/model.ts";
import { ObjectId } from "../values/object-id.ts";
import { pending } from "./pending.ts";
import type { Snapshot } from "./snapshot/copy-rules.ts";

/** Sets whether a document is stored. Only writes and their undoing call it. */
export let setStored: (document: DocumentState, stored: boolean) => void;

/** How often a write stored or deleted the document. */
export let writesOf: (document: DocumentState) => number;

/** Sets the revision that a document holds. Only writes and their undoing call it. */
export let setRevision: (document: DocumentState, revision: string | undefined) => void;

/** The id of a document that has one, without making one. */
export let presentId: (document: DocumentState) => unknown;

/** Gives a document back the id that it had. */
export let restoreId: (document: DocumentState, id: unknown) => void;

/** What is known to be stored, of a model with state management. */
export interface Tracked {
  readonly saved: Snapshot;
  /** What was stored before, where the model keeps that. */
  readonly previous: Snapshot | undefined;
}

interface Kept {
  tracked: Tracked | undefined;
  revision: string | undefined;
}

/** What is known to be stored; undefined before the document was read or written. */
export let trackedOf: (document: DocumentState) => Tracked | undefined;

/** Sets what is known to be stored. Only snapshots and the undoing of writes call it. */
export let setTracked: (document: DocumentState, tracked: Tracked | undefined) => void;

/**
 * The id of a document, whether it is stored, what of it, and its revision. Private to the class, so that none of them shows among the user's
 * fields.
 */
export class DocumentState {
  #id: unknown;
  /** Twice the number of writes, and one more while the document is stored: a single slot, as there may be very many documents. */
  #writes: number;
  /** What only some models keep, in one slot for the same reason. */
  #kept: Kept | undefined;

  static {
    // No private method: it would take a slot of every document.
    const keep = <K extends keyof Kept>(document: DocumentState, name: K, value: Kept[K]): void => {
      if (document.#kept === undefined && value === undefined) return;
      document.#kept ??= { tracked: undefined, revision: undefined };
      document.#kept[name] = value;
    };
    setStored = (document, stored) => {
      document.#writes = ((document.#writes | 1) + 1) | (stored ? 1 : 0);
      // Of a document that is not there, nothing is stored that it could be compared with.
      if (!stored) keep(document, "tracked", undefined);
    };
    trackedOf = (document) => document.#kept?.tracked;
    setTracked = (document, tracked) => {
      keep(document, "tracked", tracked);
    };
    writesOf = (document) => document.#writes >> 1;
    setRevision = (document, revision) => {
      keep(document, "revision", revision);
    };
    presentId = (document) => document.#id;
    restoreId = (document, id) => {
      document.#id = id;
    };
  }

  constructor() {
    this.#writes = pending.target === new.target ? 1 : 0;
  }

  /** The id, stored as `_id`. Without a declared id it is an ObjectId, made when it is first asked for. */
  get id(): unknown {
    if (this.#id === undefined && !runtime(this).shape.declaresId) this.#id = new ObjectId();
    return this.#id;
  }

  /** Can be set while the document is new. */
  set id(value: unknown) {
    if (!this.isNew && this.#id !== undefined && !sameId(this.#id, value)) {
      throw new InvalidArgument(
        `The id of a stored ${
          runtime(this).name
        } can not be changed: the server keys documents by it. Insert a new document with the ` +
          "other id and delete this one.",
        { code: "document.id_fixed", path: "id" },
      );
    }
    this.#id = value;
  }

  /** With the setting `useRevision`: which version of the stored document this is. Reading a document assigns it. */
  get revisionId(): string | undefined {
    return this.#kept?.revision;
  }

  set revisionId(revision: string | null | undefined) {
    setRevision(this, revision ?? undefined);
  }

  /** `true` until a write has stored the document, and again after `delete()`. */
  get isNew(): boolean {
    return (this.#writes & 1) === 0;
  }
}

/** What Haricot knows about the class of a document. */
export function runtime(document: DocumentState): ModelRuntime {
  return modelOf(document.constructor as ModelClassLike);
}

/** The same of a document that is written through another class, its own or one above it in a tree. */
export function ownModel(document: DocumentState, model: ModelRuntime): ModelRuntime {
  return model.family === undefined ? model : runtime(document);
}

function sameId(a: unknown, b: unknown): boolean {
  return a === b || (a instanceof ObjectId && a.equals(b));
}
