import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { SentUpdate } from "../expression/merge-changes.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import type { SentFilter } from "../expression/predicate.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { mayBeMissing, type Plan, type PlanField } from "../transfer/plan.ts";

/** Operators that leave a value where there was none. */
const ASSIGNING = new Set([
  "$set",
  "$setOnInsert",
  "$inc",
  "$mul",
  "$min",
  "$max",
  "$push",
  "$addToSet",
  "$currentDate",
  "$bit",
]);

/**
 * What the server inserts for an upsert is made of the filter's equalities and of the update (MongoDB manual, `db.collection.update()`, Upsert
 * Behavior). What a pipeline makes is not known.
 *
 * @throws {InvalidArgument} when that lacks a field that the model could not read the document without
 */
export function checkUpsert(model: ModelRuntime, filters: readonly SentFilter[], update: SentUpdate): void {
  if (Array.isArray(update)) return;
  const assigned = new Set<string>();
  for (const filter of filters) addEqualities(filter, assigned);
  for (const [operator, fields] of Object.entries(update)) {
    if (ASSIGNING.has(operator)) { for (const path of Object.keys(fields as object)) assigned.add(path); }
  }
  const missing = missingField(model.plan, 0, assigned, "");
  if (missing === undefined) return;
  throw new InvalidArgument(
    `${model.name}: with the option upsert the server could insert a document without ${missing}, which ${model.name} could not read. Set it as well, ` +
      `for inserts alone by setOnInsert, or use upsert(new ${model.name}({ ... })), which inserts a whole document.`,
    { code: "argument.upsert", model: model.name, path: missing },
  );
}

function addEqualities(filter: SentFilter, assigned: Set<string>): void {
  for (const [key, value] of Object.entries(filter)) {
    if (key === "$and") { for (const part of value as SentFilter[]) addEqualities(part, assigned); }
    else if (!key.startsWith("$") && isEquality(value)) assigned.add(key);
  }
}

function isEquality(value: unknown): boolean {
  if (value instanceof RegExp) return false;
  const operators = isPlainObject(value) ? Object.keys(value).filter((key) => key.startsWith("$")) : [];
  return operators.length === 0 || operators.includes("$eq");
}

/** The path of the first field that has to be there, and is not; paths of properties. */
function missingField(plan: Plan, object: number, assigned: ReadonlySet<string>, stored: string): string | undefined {
  for (const field of plan.objects[object]!.fields) {
    const path = stored + field.name;
    if (assigned.has(path) || isOptional(field, path)) continue;
    const isBegun = [...assigned].some((other) => other.startsWith(`${path}.`));
    if (!isBegun && !mayBeMissing(field)) return field.property;
    if (!isBegun || field.kind !== "object") continue;
    const inside = missingField(plan, field.object!, assigned, `${path}.`);
    if (inside !== undefined) return `${field.property}.${inside}`;
  }
  return undefined;
}

/** Without an id the server makes an ObjectId. */
function isOptional(field: PlanField, path: string): boolean {
  return field.excluded === true || field.constant !== undefined || (path === "_id" && field.kind === "objectId");
}
