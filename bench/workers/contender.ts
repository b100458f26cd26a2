// What a library under measurement must be able to do. Each contender does it in the way its own manual shows.
import type { Plain } from "./shapes.ts";

/** The models: three shapes that everybody reads and writes, many small ones to scan, and three of MongoDB's ODM benchmark. */
export type ModelName = "small" | "medium" | "large" | "scan" | "odm-small" | "odm-large" | "odm-nested";

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
