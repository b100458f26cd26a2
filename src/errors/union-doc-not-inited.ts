import { HaricotError } from "./haricot-error.ts";

/** A class was initialised without the union that it is a member of, whose collection it uses. Code `union.not_initialized`. */
export class UnionDocNotInited extends HaricotError {
  /** Used by Haricot; programs catch it. */
  constructor(member: string, union: string | undefined) {
    super(
      "union.not_initialized",
      `${member} is a member of ${
        union ?? "a UnionDoc([...])"
      }, and stored in its collection: give the union to the same init, or initialise it first.`,
    );
  }
}
