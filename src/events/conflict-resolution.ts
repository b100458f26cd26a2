import { MergeConflictError } from "../errors/merge-conflict-error.ts";
import type { SentUpdate } from "../expression/merge-changes.ts";
import { setOwn } from "../expression/plain-object.ts";
import { addedStages, everything, targetsOf } from "./pipeline-targets.ts";

/**
 * Whose value counts when an action before `Update` changes a field that the update names itself; the setting `actionConflictResolution`. Fields
 * in which they do not meet are stored in any case.
 */
export const ActionConflictResolution = {
  /** That of the update (default). */
  UPDATE_WINS: "UPDATE_WINS",
  /** That of the action; the update loses the field, whatever it does to it. */
  ACTION_WINS: "ACTION_WINS",
  /** When an action changed anything, its changes are all that is stored. */
  ACTION_OVERRIDE: "ACTION_OVERRIDE",
  /** Neither: `MergeConflictError`. */
  RAISE: "RAISE",
} as const;

/** One of the values of {@link ActionConflictResolution}. */
export type ActionConflictResolution = "UPDATE_WINS" | "ACTION_WINS" | "ACTION_OVERRIDE" | "RAISE";

/** What actions changed, by stored path. */
export interface ActionChanges {
  readonly set: Readonly<Record<string, unknown>>;
  readonly unset: Readonly<Record<string, true>>;
}

/**
 * An update together with what actions changed.
 *
 * @throws {MergeConflictError} with `RAISE`, when both touch a field
 */
export function mergeActionChanges(
  model: string,
  update: SentUpdate,
  changes: ActionChanges,
  resolution: ActionConflictResolution,
): SentUpdate {
  const changed = [...Object.keys(changes.set), ...Object.keys(changes.unset)];
  if (changed.length === 0) return update;
  if (resolution === "ACTION_OVERRIDE") return operators(changes);
  const targets = Array.isArray(update) ? targetsOf(update) : Object.values(update).flatMap(Object.keys);
  const conflicting = changed.filter((path) => targets === everything || targets.some((other) => meet(path, other)));
  if (conflicting.length > 0 && resolution === "RAISE") throw new MergeConflictError(model, conflicting.toSorted());
  if (resolution === "ACTION_WINS") {
    if (Array.isArray(update)) return [...update, ...addedStages(changes)];
    return join(without(update, (path) => changed.some((other) => meet(path, other))), changes);
  }
  const remaining = leaveOut(changes, conflicting);
  return Array.isArray(update) ? [...addedStages(remaining), ...update] : join(update, remaining);
}

/** Whether two paths are one place, or one lies inside of the other: the server refuses two changes of such. */
function meet(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}

type Operators = Record<string, Record<string, unknown>>;

function operators({ set, unset }: ActionChanges): Operators {
  return { ...(isFilled(set) && { $set: set }), ...(isFilled(unset) && { $unset: unset }) };
}

function join(update: Operators, changes: ActionChanges): Operators {
  const joined = { ...update };
  for (const [operator, fields] of Object.entries(operators(changes))) {
    joined[operator] = { ...joined[operator], ...fields };
  }
  return joined;
}

function without(update: Operators, isLeftOut: (path: string) => boolean): Operators {
  const left: Operators = {};
  for (const [operator, fields] of Object.entries(update)) {
    for (const path of Object.keys(fields)) if (!isLeftOut(path)) setOwn(left[operator] ??= {}, path, fields[path]);
  }
  return left;
}

function leaveOut({ set, unset }: ActionChanges, paths: readonly string[]): ActionChanges {
  const { $set = {}, $unset = {} } = without({ $set: set, $unset: unset }, (path) => paths.includes(path));
  return { set: $set, unset: $unset as Record<string, true> };
}

function isFilled(fields: object): boolean {
  return Object.keys(fields).length > 0;
}
