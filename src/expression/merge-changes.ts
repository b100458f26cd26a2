import { InvalidArgument } from "../errors/invalid-argument.ts";
import { FieldChange, FieldCopy } from "./change.ts";
import type { ResolvedChange } from "./compile-changes.ts";
import { setOwn } from "./plain-object.ts";
import { operandPath } from "./predicate.ts";

/** An update as it is sent: operators, or a pipeline. */
export type SentUpdate = Record<string, Record<string, unknown>> | Record<string, unknown>[];

/**
 * Changes as one update: those of one kind merge by path, and the last one wins a path.
 *
 * @throws {InvalidArgument} when two changes touch one place in ways that the server refuses to combine
 */
export function mergeChanges(model: string, changes: readonly ResolvedChange[]): SentUpdate {
  if (changes.some((change) => change instanceof FieldCopy)) return copyingPipeline(model, changes);
  const update: Record<string, Record<string, unknown>> = {};
  const owners = new Map<string, string>();
  for (const change of changes as readonly FieldChange[]) {
    const { operator, path, asked } = change;
    claim(model, owners, asked, path);
    if (asked === "$set") takeBack(update, operator === "$set" ? "$unset" : "$set", path);
    setOwn(update[operator] ??= {}, path, change.value);
  }
  // What a path is renamed to counts only when the last change of that path is known.
  for (const [path, target] of Object.entries(update.$rename ?? {})) {
    if (owners.has(target as string)) {
      throw conflict(model, owners.get(target as string)!, target as string, "$rename", path);
    }
    claim(model, owners, "$rename", target as string);
  }
  if (owners.size > 1) refuseOverlaps(model, owners);
  return update;
}

/** A field that was set to null where the model keeps none is unset: one that wins over the other replaces it. */
function takeBack(update: Record<string, Record<string, unknown>>, operator: string, path: string): void {
  const fields = update[operator];
  if (fields === undefined || !Object.hasOwn(fields, path)) return;
  delete fields[path];
  if (Object.keys(fields).length === 0) delete update[operator];
}

function claim(model: string, owners: Map<string, string>, operator: string, path: string): void {
  if (path === "_id" && operator !== "$setOnInsert") throw fixedId(model);
  const owner = owners.get(path);
  if (owner !== undefined && owner !== operator) throw conflict(model, owner, path, operator, path);
  owners.set(path, operator);
}

function fixedId(model: string): InvalidArgument {
  return new InvalidArgument(
    `${model}: an update can not change the id, by which the server keys documents. Insert a document with the other id and delete this one.`,
    { code: "document.id_fixed", path: "id" },
  );
}

/** The server refuses an update that changes a field and something inside it. */
function refuseOverlaps(model: string, owners: ReadonlyMap<string, string>): void {
  for (const [path, operator] of owners) {
    for (let dot = path.indexOf("."); dot > 0; dot = path.indexOf(".", dot + 1)) {
      const outer = path.substring(0, dot);
      const owner = owners.get(outer);
      if (owner !== undefined) throw conflict(model, owner, outer, operator, path);
    }
  }
}

function conflict(model: string, one: string, onePath: string, other: string, otherPath: string): InvalidArgument {
  return new InvalidArgument(
    `${model}: ${one} of "${onePath}" and ${other} of "${otherPath}" touch the same place, and MongoDB refuses them in one update. ` +
      "Leave one out, or run two updates.",
    { code: "argument.update_conflict", path: otherPath },
  );
}

/** Only a pipeline can copy fields; of the other changes, setting literals and removing have the same meaning there. */
function copyingPipeline(model: string, changes: readonly ResolvedChange[]): Record<string, unknown>[] {
  const sets: Record<string, unknown> = {};
  const unsets = new Set<string>();
  for (const change of changes) {
    if (change instanceof FieldChange && change.operator !== "$set" && change.operator !== "$unset") {
      throw new InvalidArgument(
        `${model}: copying a field with .to(otherField) can not be combined with ${change.operator} of "${change.path}" in one update. Run two updates.`,
        { code: "argument.update_conflict", path: change.path },
      );
    }
    const { path } = change;
    const target = operandPath(path).slice(1);
    if (change instanceof FieldCopy) setOwn(sets, target, operandPath(change.from));
    else if (change.operator === "$set") setOwn(sets, target, { $literal: change.value });
    else unsets.add(target);
  }
  const both = [...unsets].find((path) => Object.hasOwn(sets, path));
  if (both !== undefined) throw conflict(model, "$set", both, "$unset", both);
  return unsets.size === 0 ? [{ $set: sets }] : [{ $set: sets }, { $unset: [...unsets] }];
}
