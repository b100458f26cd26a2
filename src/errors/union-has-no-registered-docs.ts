import { HaricotError } from "./haricot-error.ts";

/** A union was read while none of its members was initialised. Code `union.no_members`. */
export class UnionHasNoRegisteredDocs extends HaricotError {
  /** Used by Haricot; programs catch it. */
  constructor(union: string) {
    super(
      "union.no_members",
      `${union}: none of the classes of this union was initialised, so no document can be read. Give the members to init as well.`,
    );
  }
}
