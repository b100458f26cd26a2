import { isPlainObject } from "../expression/plain-object.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { BsonEncoder, IndexDeclaration, Settings, UnionSettings } from "../types/settings.ts";
import type { TimeSeriesConfig } from "../types/time-series.ts";
import type { ViewSettings } from "../types/views.ts";

/** Settings of a model after inheritance and defaults. */
export interface ResolvedSettings {
  /** Name of the collection; empty for an anonymous class that does not say one. */
  readonly name: string;
  /** Whether the class itself says that name. */
  readonly declaresName: boolean;
  /** Name of the class. */
  readonly className: string;
  /** What the class itself declares. */
  readonly indexes: readonly IndexDeclaration[];
  /** With `mergeIndexes` the declarations of all classes of the chain, parents first; otherwise those of the class alone. */
  readonly indexLevels: readonly (readonly IndexDeclaration[])[];
  /** What happens to stored fields that the shape does not have. */
  readonly unknownFields: "strip" | "keep" | "reject";
  /** Whether indexes of parent classes are declared as well. */
  readonly mergeIndexes: boolean;
  /** Whether `null` is stored; otherwise the field is left out. */
  readonly keepNulls: boolean;
  /** How values of certain classes are stored. */
  readonly bsonEncoders: readonly BsonEncoder[];
  /** What queries read where the class is the target of `project`. */
  readonly projection: object | undefined;
  /** Whether instances know what changed since they were read. */
  readonly useStateManagement: boolean;
  /** Whether they know the state before that as well. */
  readonly stateManagementSavePrevious: boolean;
  /** Whether a changed object is written as a whole, and not only its changed fields. */
  readonly stateManagementReplaceObjects: boolean;
  /** Whether writes are refused when somebody else changed the document in between. */
  readonly useRevision: boolean;
  /** What counts when an update and an action before it change the same field. */
  readonly actionConflictResolution: "UPDATE_WINS" | "ACTION_WINS" | "ACTION_OVERRIDE" | "RAISE";
  /** Whether results of queries are kept. */
  readonly useCache: boolean;
  /** How many results are kept. */
  readonly cacheCapacity: number;
  /** In milliseconds. */
  readonly cacheExpirationTime: number;
  /** Whether instances are validated before they are written. */
  readonly validateOnSave: boolean;
  /** Levels of links that `fetchLinks()` fetches. */
  readonly maxNestingDepth: number;
  /** The same by link of the model; 0: never fetched, unless it is named. */
  readonly maxNestingDepthsPerField: Readonly<Record<string, number>>;
  /** Name of the id in JSON. */
  readonly jsonId: "id" | "_id";
  /** Whether the class begins a tree that shares its collection. */
  readonly isRoot: boolean;
  /** Stored name of the field that says of which class a document is. */
  readonly classId: string;
  /** What the class itself wants to stand there. */
  readonly classIdValue: string | undefined;
  /** Whether keys of stored data may begin with `$`. */
  readonly allowDollarKeys: boolean;
  /** The collection is one of measurements over time. */
  readonly timeseries: TimeSeriesConfig | undefined;
  /** Of a view: what it is computed from. */
  readonly source: ViewSettings["source"] | undefined;
  /** Of a view: how it is computed. */
  readonly pipeline: ViewSettings["pipeline"] | undefined;
}

/** Stored name of the field that tells classes apart: that of Beanie, so that both can share a collection. */
export const DEFAULT_CLASS_ID = "_class_id";

const KEYS: readonly string[] = [
  "name",
  "indexes",
  "mergeIndexes",
  "bsonEncoders",
  "projection",
  "useStateManagement",
  "stateManagementSavePrevious",
  "stateManagementReplaceObjects",
  "useRevision",
  "actionConflictResolution",
  "useCache",
  "cacheCapacity",
  "cacheExpirationTime",
  "unknownFields",
  "keepNulls",
  "validateOnSave",
  "maxNestingDepth",
  "maxNestingDepthsPerField",
  "jsonId",
  "isRoot",
  "classId",
  "classIdValue",
  "allowDollarKeys",
  "timeseries",
] satisfies (keyof Settings)[];

/** What unions have. */
const UNION_KEYS: readonly string[] = [
  "name",
  "classId",
  "useCache",
  "cacheCapacity",
  "cacheExpirationTime",
  "bsonEncoders",
] satisfies (keyof UnionSettings)[];

/** What views have. */
const VIEW_KEYS: readonly string[] = [
  "name",
  "source",
  "pipeline",
  "bsonEncoders",
  "projection",
  "useCache",
  "cacheCapacity",
  "cacheExpirationTime",
  "unknownFields",
  "maxNestingDepth",
  "maxNestingDepthsPerField",
  "jsonId",
] satisfies (keyof ViewSettings)[];

/** What has settings. */
export type ModelKind = "document" | "view" | "union";

const KEYS_OF: Readonly<Record<ModelKind, readonly string[]>> = { document: KEYS, view: VIEW_KEYS, union: UNION_KEYS };

/** Keys that belong to one class and are not handed down. */
const NOT_INHERITED: readonly (keyof Settings)[] = ["name", "indexes", "isRoot", "classIdValue", "timeseries"];

const CHOICES: Partial<Record<keyof Settings, readonly unknown[]>> = {
  unknownFields: ["strip", "keep", "reject"],
  jsonId: ["id", "_id"],
  actionConflictResolution: ["UPDATE_WINS", "ACTION_WINS", "ACTION_OVERRIDE", "RAISE"],
  mergeIndexes: [true, false],
  keepNulls: [true, false],
  useStateManagement: [true, false],
  stateManagementSavePrevious: [true, false],
  stateManagementReplaceObjects: [true, false],
  useRevision: [true, false],
  useCache: [true, false],
  validateOnSave: [true, false],
  isRoot: [true, false],
  allowDollarKeys: [true, false],
};

/**
 * Merges `static settings` along the class chain, the child's keys winning, and adds the defaults.
 *
 * @param model the class
 * @param kind what kind of model it is, which decides what settings there are
 * @throws {InvalidArgument} for a setting that there is not, and for a value that one can not have
 */
// deno-lint-ignore ban-types -- a class of any constructor signature
export function resolveSettings(model: Function, kind: ModelKind = "document"): ResolvedSettings {
  const merged: Settings & Partial<ViewSettings> = {};
  const classes = chain(model);
  for (const [at, own] of classes) {
    for (const key of Object.keys(own) as (keyof Settings)[]) {
      if (at === model || !NOT_INHERITED.includes(key)) Object.assign(merged, { [key]: own[key] });
    }
  }
  const label = model.name === "" ? "An anonymous class" : model.name;
  const keys = KEYS_OF[kind];
  const unknown = Object.keys(merged).find((key) => !keys.includes(key));
  if (unknown !== undefined) {
    throw invalidSetting(label, unknown, `there is no such setting. There are: ${keys.join(", ")}`);
  }
  for (const [key, choices] of Object.entries(CHOICES)) {
    const given = merged[key as keyof Settings];
    if (given !== undefined && !choices.includes(given)) {
      throw invalidSetting(label, key, `expected ${choices.map((choice) => JSON.stringify(choice)).join(" or ")}`);
    }
  }
  const { cacheCapacity, cacheExpirationTime } = merged;
  if (cacheCapacity !== undefined && !(Number.isSafeInteger(cacheCapacity) && cacheCapacity > 0)) {
    throw invalidSetting(label, "cacheCapacity", "expected how many results are kept, a whole number from 1");
  }
  if (cacheExpirationTime !== undefined && !(cacheExpirationTime > 0)) {
    throw invalidSetting(label, "cacheExpirationTime", "expected an age in milliseconds, above 0");
  }
  for (const [, { indexes }] of classes) {
    if (indexes !== undefined && !Array.isArray(indexes)) throw invalidSetting(label, "indexes", "expected a list");
  }
  checkEncoders(label, merged.bsonEncoders);
  checkDepths(label, merged);
  if (merged.name !== undefined && (typeof merged.name !== "string" || merged.name === "")) {
    throw invalidSetting(label, "name", "expected the name of a collection");
  }
  const { classId, classIdValue } = merged;
  if (
    classId !== undefined && (typeof classId !== "string" || !/^[^$.\0][^.\0]*$/.test(classId) || classId === "_id")
  ) {
    throw invalidSetting(label, "classId", "expected a stored name: text without dots and a leading $, and not _id");
  }
  if (classIdValue !== undefined && (typeof classIdValue !== "string" || classIdValue === "")) {
    throw invalidSetting(label, "classIdValue", "expected text");
  }
  return {
    name: merged.name ?? model.name,
    declaresName: merged.name !== undefined,
    className: model.name,
    indexes: merged.indexes ?? [],
    indexLevels: merged.mergeIndexes === true ? classes.map(([, own]) => own.indexes ?? []) : [merged.indexes ?? []],
    unknownFields: merged.unknownFields ?? "strip",
    mergeIndexes: merged.mergeIndexes ?? false,
    keepNulls: merged.keepNulls ?? true,
    bsonEncoders: merged.bsonEncoders ?? [],
    projection: merged.projection,
    useStateManagement: merged.useStateManagement ?? false,
    stateManagementSavePrevious: merged.stateManagementSavePrevious ?? false,
    stateManagementReplaceObjects: merged.stateManagementReplaceObjects ?? false,
    useRevision: merged.useRevision ?? false,
    actionConflictResolution: merged.actionConflictResolution ?? "UPDATE_WINS",
    useCache: merged.useCache ?? false,
    cacheCapacity: merged.cacheCapacity ?? 32,
    cacheExpirationTime: merged.cacheExpirationTime ?? 600_000,
    validateOnSave: merged.validateOnSave ?? false,
    maxNestingDepth: merged.maxNestingDepth ?? 3,
    maxNestingDepthsPerField: merged.maxNestingDepthsPerField ?? {},
    jsonId: merged.jsonId ?? "id",
    isRoot: merged.isRoot ?? false,
    classId: classId ?? DEFAULT_CLASS_ID,
    classIdValue,
    allowDollarKeys: merged.allowDollarKeys ?? false,
    timeseries: merged.timeseries,
    source: merged.source,
    pipeline: merged.pipeline,
  };
}

/** The classes that have settings of their own, parents first. */
// deno-lint-ignore ban-types -- see above
function chain(model: Function): [Function, Settings][] {
  // deno-lint-ignore ban-types -- see above
  const found: [Function, Settings][] = [];
  for (let at: unknown = model; typeof at === "function" && at !== Function.prototype; at = Object.getPrototypeOf(at)) {
    const own = Object.getOwnPropertyDescriptor(at, "settings")?.value as Settings | undefined;
    if (typeof own === "object" && own !== null) found.unshift([at, own]);
  }
  return found;
}

function checkDepths(model: string, { maxNestingDepth, maxNestingDepthsPerField }: Settings): void {
  const isDepth = (depth: unknown): boolean =>
    Number.isInteger(depth) && (depth as number) >= 0 && (depth as number) <= 5;
  if (maxNestingDepth !== undefined && !isDepth(maxNestingDepth)) {
    throw invalidSetting(model, "maxNestingDepth", "expected how many levels of links are fetched, from 0 to 5");
  }
  if (maxNestingDepthsPerField === undefined) return;
  if (!isPlainObject(maxNestingDepthsPerField) || !Object.values(maxNestingDepthsPerField).every(isDepth)) {
    throw invalidSetting(
      model,
      "maxNestingDepthsPerField",
      'expected levels by link, such as { "owner": 1 }, from 0 to 5',
    );
  }
}

function checkEncoders(model: string, encoders: unknown): void {
  const isEncoder = (one: unknown): boolean => {
    const { type, encode } = (one ?? {}) as { type?: unknown; encode?: unknown };
    return typeof type === "function" && typeof encode === "function";
  };
  if (encoders === undefined || (Array.isArray(encoders) && encoders.every(isEncoder))) return;
  throw invalidSetting(
    model,
    "bsonEncoders",
    "expected a list of { type, encode }: a class, and a function of its values",
  );
}

/** The error of a setting. */
export function invalidSetting(model: string, key: string, what: string): InvalidArgument {
  return new InvalidArgument(`${model}: settings.${key} can not be used: ${what}.`, {
    code: "settings.invalid",
    path: `settings.${key}`,
  });
}
