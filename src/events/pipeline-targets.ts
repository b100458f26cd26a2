import type { ActionChanges } from "./conflict-resolution.ts";

/** A pipeline may change any field: it makes a document anew. */
export const everything: unique symbol = Symbol("everything");

/** The paths that the stages of an update pipeline change (MongoDB manual, Updates with Aggregation Pipeline). */
export function targetsOf(stages: readonly Record<string, unknown>[]): string[] | typeof everything {
  const targets: string[] = [];
  for (const stage of stages) {
    for (const [operator, operand] of Object.entries(stage)) {
      if (operator === "$set" || operator === "$addFields") targets.push(...Object.keys(operand as object));
      else if (operator === "$unset") targets.push(...[operand].flat() as string[]);
      else return everything;
    }
  }
  return targets;
}

/** Changes of actions as stages of a pipeline: literally, since a text like "$name" would be a field there. */
export function addedStages({ set, unset }: ActionChanges): Record<string, unknown>[] {
  const literals = Object.entries(set).map(([path, value]) => [path, { $literal: value }]);
  const removed = Object.keys(unset);
  return [
    ...(literals.length > 0 ? [{ $set: Object.fromEntries(literals) }] : []),
    ...(removed.length > 0 ? [{ $unset: removed }] : []),
  ];
}
