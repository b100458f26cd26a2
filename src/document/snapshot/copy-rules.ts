import type { Kind, PlanField, PlanObject, PlanValue } from "../../transfer/plan.ts";

/** What a document held at one time, by property, without its id: a copy that later changes of the document do not reach. */
export type Snapshot = Readonly<Record<string, unknown>>;

/** Makes the snapshot of a document, or of a plain object with its properties. */
export type CopyState = (source: object) => Snapshot;

/** The fields of an object that a snapshot holds. The id and the revision of a document are no part of it: they are not the user's to change. */
export function snapshotFields(object: PlanObject, isDocument: boolean): readonly PlanField[] {
  const stored = object.fields.filter(({ excluded, constant }) => excluded !== true && constant === undefined);
  if (!isDocument) return stored;
  return stored.filter(({ name, property }) => name !== "_id" && property !== "revisionId");
}

/** Whether values of this kind can change in place. A codec (only reading tells it from checks) may make anything of any kind. */
export function needsCopy(value: PlanValue): boolean {
  return value.decode !== undefined || !IMMUTABLE.has(value.kind);
}

const IMMUTABLE: ReadonlySet<Kind> = new Set([
  "string",
  "number",
  "int",
  "double",
  "long",
  "boolean",
  "objectId",
  "decimal128",
  "uuid",
  "timestamp",
  "regex",
]);
