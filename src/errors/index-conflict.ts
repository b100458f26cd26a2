import { HaricotError } from "./haricot-error.ts";

/** Two definitions of one index, as far as the error tells them. */
export interface ConflictingDefinitions {
  /** The index as the model declares it, with stored names. */
  readonly declared: object;
  /** The index as it is on the server. */
  readonly existing: object;
  /** What they have in common and where they differ. */
  readonly reason: string;
}

/** A declared index can not be created, because the collection has another one in its place. Code `index.conflict`. */
export class IndexConflict extends HaricotError {
  /** Name of the model. */
  readonly model: string;
  /** The declared and the existing definition of each. */
  readonly conflicts: readonly ConflictingDefinitions[];

  /** Used by Haricot; programs catch it. */
  constructor(model: string, collection: string, conflicts: readonly ConflictingDefinitions[]) {
    const shown = conflicts.map(({ declared, existing, reason }) =>
      `${reason}\n    declared: ${shownDefinition(declared)}\n    existing: ${shownDefinition(existing)}`
    );
    super(
      "index.conflict",
      `${model}: indexes of "${collection}" stand in the way of declared ones. Drop them with ${model}.indexes.drop(name), replace them with ` +
        `${model}.indexes.sync({ drop: true }), or change the declaration.\n  ${shown.join("\n  ")}`,
    );
    this.model = model;
    this.conflicts = conflicts;
  }
}

function shownDefinition(definition: object): string {
  return JSON.stringify(definition, (_, value) => typeof value === "bigint" ? String(value) : value);
}
