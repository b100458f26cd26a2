import { runDocument } from "../client/run.ts";
import type { Database } from "../client/database.ts";
import { resolvePath } from "../expression/field-path.ts";
import { FieldSortKey } from "../expression/sort-key.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { FieldNode } from "../schema/field.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { IndexDefinition, IndexDirection, IndexOptions } from "../types/settings.ts";

/** An index as `createIndexes` takes it (MongoDB manual). */
export interface IndexSpecification extends Omit<IndexOptions, "direction"> {
  readonly key: Readonly<Record<string, IndexDirection>>;
  readonly name: string;
}

const DIRECTIONS: ReadonlySet<unknown> = new Set([1, -1, "text", "2d", "2dsphere", "hashed"]);

/** All indexes that a model declares: those of its fields, and those of its settings, which win over equal ones of fields. */
export function declaredIndexes(model: ModelRuntime): IndexSpecification[] {
  const found = new Map<string, IndexSpecification>();
  const add = (index: IndexSpecification): void => {
    found.set(JSON.stringify(Object.entries(index.key)), index);
  };
  for (const field of model.fields()) collect(field, [], add);
  for (const declared of model.settings.indexes) add(specification(model, declared));
  return [...found.values()];
}

/** Creates a model's indexes; those that exist as declared stay as they are. */
export async function createIndexes(model: ModelRuntime, database: Database): Promise<void> {
  const indexes = declaredIndexes(model);
  if (indexes.length === 0) return;
  await runDocument({ database, command: { createIndexes: model.collection, indexes }, model: model.name });
}

/** Walks down the fields; a schema that contains itself is followed once. */
function collect(field: FieldNode, above: readonly unknown[], add: (index: IndexSpecification) => void): void {
  if (field.index !== undefined) {
    const { direction = 1, ...options } = field.index;
    add(named({ [field.path]: direction }, options));
  }
  if (above.includes(field.schema)) return;
  for (const child of field.children()) collect(child, [...above, field.schema], add);
}

function specification(model: ModelRuntime, declared: unknown): IndexSpecification {
  const isDefinition = typeof declared === "object" && declared !== null && Object.hasOwn(declared, "keys");
  const { keys, ...options } = isDefinition ? declared as IndexDefinition : { keys: declared };
  const list = isKey(keys) ? [keys] : keys;
  if (!Array.isArray(list) || list.length === 0) throw invalid(model, "an index has one key or a list of keys");
  const key: Record<string, IndexDirection> = {};
  for (const one of list) {
    const [path, direction] = keyOf(model, one);
    if (path in key) throw invalid(model, `the field "${path}" stands twice in one index`);
    key[path] = direction;
  }
  return named(key, options as Omit<IndexOptions, "direction">);
}

function isKey(value: unknown): boolean {
  if (typeof value === "string" || value instanceof FieldSortKey) return true;
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string" && DIRECTIONS.has(value[1]);
}

function keyOf(model: ModelRuntime, key: unknown): [string, IndexDirection] {
  if (key instanceof FieldSortKey) return [key.path, key.direction];
  if (typeof key === "string") return [resolvePath(model, key).stored, 1];
  if (isKey(key)) {
    const [name, direction] = key as [string, IndexDirection];
    return [resolvePath(model, name).stored, direction];
  }
  throw invalid(model, 'a key is "name", ["name", -1] or this.name.desc()');
}

/** The name that the server's own tools would give: fields and directions joined by underscores. */
function named(key: Record<string, IndexDirection>, options: Omit<IndexOptions, "direction">): IndexSpecification {
  const name = options.name ?? Object.entries(key).flat().join("_");
  return { ...options, key, name };
}

function invalid(model: ModelRuntime, what: string): InvalidArgument {
  return new InvalidArgument(`${model.name}: settings.indexes can not be used: ${what}.`, {
    code: "settings.invalid",
    path: "settings.indexes",
  });
}
