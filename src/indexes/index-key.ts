import { InvalidArgument } from "../errors/invalid-argument.ts";
import { resolvePath } from "../expression/field-path.ts";
import { comparedPath } from "../expression/link-comparand.ts";
import { FieldSortKey } from "../expression/sort-key.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { IndexDirection } from "../types/settings.ts";

const DIRECTIONS: ReadonlySet<unknown> = new Set(
  [1, -1, "text", "2d", "2dsphere", "hashed"] satisfies IndexDirection[],
);

/** Whether an index key can have this direction or kind. */
export function isDirection(value: unknown): value is IndexDirection {
  return DIRECTIONS.has(value);
}

/** All fields, or all fields below one. */
const WILDCARD = "$**";

/**
 * The keys of a declared index by stored path, in order.
 *
 * @throws {InvalidArgument} for fields that there are not, for a field that comes twice, and for what is no key
 */
export function storedKeys(model: ModelRuntime, keys: unknown): Record<string, IndexDirection> {
  const list = isKey(model, keys) ? [keys] : keys;
  if (!Array.isArray(list) || list.length === 0) {
    throw invalidIndex(model, 'an index has one key or a list of keys: "name", ["name", -1], ["name", "price"]');
  }
  const stored: Record<string, IndexDirection> = {};
  for (const key of list) {
    const [path, direction] = storedKey(model, key);
    if (Object.hasOwn(stored, path)) throw invalidIndex(model, `the field "${path}" stands twice in one index`);
    stored[path] = direction;
  }
  return stored;
}

/** A path of the model, wildcards included, in stored names. */
export function storedPath(model: ModelRuntime, path: string): string {
  if (path === WILDCARD) return path;
  if (path.endsWith(`.${WILDCARD}`)) {
    return `${resolvePath(model, path.slice(0, -WILDCARD.length - 1)).stored}.${WILDCARD}`;
  }
  const { stored, node } = resolvePath(model, path);
  if (node?.isExcluded === true) throw invalidIndex(model, `the field "${path}" is excluded(...) and never stored`);
  return comparedPath(node, stored);
}

/** Whether the value is one key; `["title", "text"]` is one as well, unless the model has a field of that name. */
function isKey(model: ModelRuntime, value: unknown): boolean {
  if (typeof value === "string" || value instanceof FieldSortKey) return true;
  if (!isPair(value)) return false;
  const [name, direction] = value;
  if (typeof direction === "string" && model.field(direction) !== undefined) {
    throw invalidIndex(
      model,
      `["${name}", "${direction}"] may mean an index on two fields or one of the kind "${direction}". Write ` +
        `[["${name}", 1], ["${direction}", 1]] or [["${name}", "${direction}"]]`,
    );
  }
  return true;
}

function isPair(value: unknown): value is [string, IndexDirection] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string" && isDirection(value[1]);
}

function storedKey(model: ModelRuntime, key: unknown): [string, IndexDirection] {
  if (key instanceof FieldSortKey) return [key.path, key.direction];
  if (typeof key === "string") return [storedPath(model, key), 1];
  if (isPair(key)) return [storedPath(model, key[0]), key[1]];
  throw invalidIndex(
    model,
    `a key is "name", ["name", -1] or this.name.desc(); kinds beside 1 and -1 are "text", "2d", "2dsphere", "hashed"; found ${
      JSON.stringify(key)
    }`,
  );
}

/** The error of an index declaration. */
export function invalidIndex(model: ModelRuntime, what: string): InvalidArgument {
  return new InvalidArgument(`${model.name}: a declared index can not be used: ${what}.`, {
    code: "settings.invalid",
    path: "settings.indexes",
    model: model.name,
  });
}
