import { HaricotError } from "./haricot-error.ts";

/** Two definitions of one index, as far as the error tells them. */
export interface ConflictingDefinitions {
  readonly declared: object;
  readonly existing: object;
  readonly reason: string;
}

/** A declared index can not be created, because the collection has another one in its place. Code `index.conflict`. */
export class IndexConflict extends HaricotError {
  readonly model: string;
  /** The declared and the existing definition of each. */
  readonly conflicts: readonly ConflictingDefinitions[];

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
