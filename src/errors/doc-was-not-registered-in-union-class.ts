import { HaricotError } from "./haricot-error.ts";

/** A union met a document that is of none of its initialised members. Code `union.unknown_member`. */
export class DocWasNotRegisteredInUnionClass extends HaricotError {
  /** The id of the document. */
  readonly id: unknown;

  /** Used by Haricot; programs catch it. */
  constructor(union: string, { classId, value, id }: { classId: string; value: unknown; id: unknown }) {
    const found = value === undefined
      ? `has no field "${classId}"`
      : `has ${typeof value === "string" ? JSON.stringify(value) : `a ${typeof value}`} in "${classId}"`;
    super(
      "union.unknown_member",
      `${union}: the document with the id ${
        String(id)
      } ${found}, which stands for none of the members that were initialised. Give the class to the ` +
        "union and to init, or repair the document.",
    );
    this.id = id;
  }
}
