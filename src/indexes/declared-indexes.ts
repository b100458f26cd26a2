import { comparedPath, leadsElsewhere } from "../expression/link-comparand.ts";
import type { FieldNode } from "../schema/field.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { IndexDescription } from "../types/indexes.ts";
import type { IndexDirection } from "../types/settings.ts";
import { invalidIndex, isDirection, storedKeys } from "./index-key.ts";
import { identityOf, isSameIndex } from "./index-identity.ts";
import { storedOptions } from "./index-options.ts";

/** An index that a model wants. */
export interface DeclaredIndex {
  readonly index: IndexDescription;
  /** Whether the model says the name; one that we made up may be another on the server. */
  readonly isNamed: boolean;
}

/**
 * All indexes that a model declares: those of its fields, then with `mergeIndexes` those of parent classes, then its own. What comes later
 * replaces what has the same keys: in the same order, with the same directions.
 *
 * Of a class in a tree or union they are those of all classes that share the collection.
 *
 * @param sharing classes that are about to share it
 * @throws {InvalidArgument} for a declaration that can not be used
 */
export function declaredIndexes(model: ModelRuntime, sharing: readonly ModelRuntime[] = []): DeclaredIndex[] {
  const { family } = model;
  if (family === undefined) return withoutRepetitions(model, ownIndexes(model));
  const members = new Set([...(family.kind === "tree" ? [family.owner] : []), ...family.bound, ...sharing]);
  return withoutRepetitions(family.owner, [...members].flatMap(ownIndexes));
}

function ownIndexes(model: ModelRuntime): DeclaredIndex[] {
  let found: DeclaredIndex[] = fieldIndexes(model);
  for (const level of model.settings.indexLevels) {
    const own = level.map((declaration) => declared(model, declaration));
    const replaced = new Set(own.map(({ index }) => identityOf(index).keys));
    found = [...found.filter(({ index }) => !replaced.has(identityOf(index).keys)), ...own];
  }
  return found;
}

function fieldIndexes(model: ModelRuntime): DeclaredIndex[] {
  const found: DeclaredIndex[] = [];
  for (const field of model.fields()) collect(model, field, [], found);
  return found;
}

/** Walks down the fields; a schema that contains itself is followed once. */
function collect(model: ModelRuntime, field: FieldNode, above: readonly unknown[], found: DeclaredIndex[]): void {
  if (field.index !== undefined) {
    const { direction = 1, ...options } = field.index;
    if (!isDirection(direction)) {
      throw invalidIndex(model, `indexed() on "${field.path}" has no direction ${direction}`);
    }
    found.push(described(model, { [comparedPath(field, field.path)]: direction }, options));
  }
  // Behind a link are the fields of another collection.
  if (above.includes(field.schema) || leadsElsewhere(field)) return;
  for (const child of field.children()) collect(model, child, [...above, field.schema], found);
}

function declared(model: ModelRuntime, declaration: unknown): DeclaredIndex {
  const isDefinition = typeof declaration === "object" && declaration !== null && Object.hasOwn(declaration, "keys");
  const { keys, ...options } = isDefinition ? declaration as Record<string, unknown> : { keys: declaration };
  return described(model, storedKeys(model, keys), options);
}

function described(
  model: ModelRuntime,
  key: Record<string, IndexDirection>,
  { name, ...options }: Record<string, unknown>,
): DeclaredIndex {
  if (name !== undefined && (typeof name !== "string" || name === "")) {
    throw invalidIndex(model, 'the option "name" takes a text');
  }
  const index = { name: name ?? defaultName(key), key, ...storedOptions(model, options) };
  return { index, isNamed: name !== undefined };
}

/** The name that the server's own tools would give: paths and directions joined by underscores. */
function defaultName(key: Readonly<Record<string, IndexDirection>>): string {
  return Object.entries(key).flat().join("_");
}

/** The same index declared twice counts once; two indexes of one name can not be. */
function withoutRepetitions(model: ModelRuntime, indexes: readonly DeclaredIndex[]): DeclaredIndex[] {
  const byName = new Map<string, DeclaredIndex>();
  for (const one of indexes) {
    const { index } = one;
    const other = byName.get(index.name)?.index;
    if (other !== undefined && !isSameIndex(index, other)) {
      throw invalidIndex(
        model,
        `two different indexes are called "${index.name}". Give one of them another \`name\``,
      );
    }
    byName.set(index.name, one);
  }
  return [...byName.values()];
}
