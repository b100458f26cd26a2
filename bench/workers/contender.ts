// What a library under measurement must be able to do. Each contender does it in the way its own manual shows.
import type { LinkTask } from "./linked.ts";
import type { Plain } from "./shapes.ts";

/**
 * The models: three shapes that everybody reads and writes, many small ones to scan, three of MongoDB's ODM benchmark, and small ones with a
 * feature: with their changes tracked, with codecs on both texts, with an action on each insert.
 */
export type ModelName =
  | "small"
  | "medium"
  | "large"
  | "scan"
  | "odm-small"
  | "odm-large"
  | "odm-nested"
  | "tracked"
  | "coded"
  | "watched";

/** What an instance of the model with codecs has in the place of a stored text. */
export class Label {
  constructor(readonly text: string) {}

  get length(): number {
    return this.text.length;
  }
}

/** A write of a bulk: one document stored, one field set, or one document removed. */
export type BulkWrite<D> =
  | { readonly insert: D }
  | { readonly update: unknown; readonly path: string; readonly value: number }
  | { readonly remove: unknown };

export interface Target {
  readonly uri: string;
  readonly database: string;
  /** One sample document per model, for contenders that write their schema down from one. */
  readonly samples: Readonly<Partial<Record<ModelName, Plain>>>;
}

/** One model on one collection. `D` is what the library hands to its users: instances or plain objects. */
export interface Model<D = unknown> {
  /** A document ready to be stored; for a driver without models that is a plain object. */
  construct(input: Plain): D;
  insertMany(documents: D[]): Promise<unknown>;
  insertOne(document: D): Promise<unknown>;
  /** All documents, in batches of 2000. */
  list(): Promise<D[]>;
  iterate(): AsyncIterable<D>;
  idOf(document: D): unknown;
  findOne(id: unknown): Promise<D | null>;
  /** The document with this id whose field at the dotted path has this value. */
  findBy(id: unknown, path: string, value: string | number): Promise<D | null>;
  /** Sets a field of one stored document by its id; gives the number that matched. */
  updateOne(id: unknown, path: string, value: string | number): Promise<number>;
  /** Sets a field of a document that is at hand, and stores that. */
  updateDocument(document: D, path: string, value: string | number): Promise<unknown>;
  /** Stores what has changed on a document of the model whose changes are tracked. */
  saveChanges?(document: D, path: string, value: number): Promise<unknown>;
  /** Sends all writes together, in any order; gives how many took place. */
  bulk?(writes: readonly BulkWrite<D>[]): Promise<number>;
  /** Adds one to the age of every document by rewriting it, 10 000 at a time; gives how many. */
  migrate?(): Promise<number>;
  /** The rows of an aggregation, as plain objects. */
  aggregate?(stages: Plain[]): Promise<Plain[]>;
  /** All posts with what they link to in the place of the ids, whatever the model. */
  fetchLinks?(task: LinkTask): Promise<Plain[]>;
  /** Builds a query of three criteria, a sort and a limit, and compiles it as far as it goes without the server. */
  buildQuery(n: number): unknown;
}

export interface Contender {
  connect(target: Target): Promise<void>;
  /** The model as stored in the collection of this name. */
  model(name: ModelName, collection: "read" | "written"): Model;
  close(): Promise<void>;
  /** Opens a native library, for those that have one. */
  openLibrary?(): void;
}

/** Collections are named by the runner's rule: the model's name to read, with `_written` to write. */
export function collectionName(name: ModelName, collection: "read" | "written"): string {
  return collection === "read" ? name : `${name}_written`;
}
