import type { FieldShape } from "./compiler.ts";
import type { ModelClassLike } from "./model.ts";

/** A field that leads to documents of another model, or of its own. */
export type LinkDefinition = ForwardLink | BackLinkDefinition;

/** A reference that is stored. */
export interface ForwardLink {
  readonly direction: "forward";
  /** The class that it leads to; asked for late, since classes refer to each other in circles. */
  target(): ModelClassLike;
  /** The fields of the documents that it leads to, for paths through the link. */
  fields(): readonly FieldShape[];
  /** What is stored: a DBRef, or the id alone. */
  readonly store: "dbref" | "id";
  /** A stored reference as instances hold it. */
  decode(stored: unknown, path: string): unknown;
  /** What an instance holds as it is stored. */
  encode(value: unknown, path: string): unknown;
  /** The id behind a value that a filter compares the link with: a document, a link, a reference; all else is taken for an id. */
  idOf(value: unknown, path: string): unknown;
  /** Whether instances may hold the value. */
  holds(value: unknown): boolean;
}

/** A reference from the other side: not stored, found by a forward link of the target. */
export interface BackLinkDefinition {
  readonly direction: "back";
  target(): ModelClassLike;
  /** The fields of the documents that it leads to, for paths through the link. */
  fields(): readonly FieldShape[];
  /** The target's field that leads here. */
  readonly field: string;
  /** One document at most is meant. */
  readonly single: boolean;
}
