import { declaredIndexes } from "../indexes/declared-indexes.ts";
import type { FieldNode } from "../schema/field.ts";
import type { ModelRuntime } from "../schema/model.ts";

/** A unique index, as far as a factory has to know it. */
interface UniqueIndex {
  readonly name: string;
  readonly paths: readonly (readonly FieldNode[])[];
  readonly sparse: boolean;
  readonly used: Set<string>;
}

/** Remembers the values of fields with unique indexes, so that no two documents of a factory have the same. */
export class UniqueValues {
  readonly #indexes: UniqueIndex[];

  constructor(model: ModelRuntime) {
    this.#indexes = [];
    const id = model.field("id");
    if (id !== undefined) this.#indexes.push({ name: "_id_", paths: [[id]], sparse: false, used: new Set() });
    for (const { index } of model.isView ? [] : declaredIndexes(model)) {
      const paths = Object.keys(index.key).map((path) => nodesOf(model.fields(), path));
      if (index.unique !== true || paths.some((path) => path === undefined)) continue;
      const found = paths as readonly FieldNode[][];
      this.#indexes.push({ name: index.name, paths: found, sparse: index.sparse === true, used: new Set() });
    }
  }

  /** The path of a field whose value another document has; undefined: the document may be there beside them, and its values are remembered. */
  taken(document: object): string | undefined {
    const all = this.#indexes.map((index) => ({ index, values: valuesOf(document, index) }));
    const taken = all.find(({ index, values }) => values.some((value) => index.used.has(value)));
    if (taken !== undefined) return taken.index.paths[0]!.map(({ property }) => property).join(".");
    for (const { index, values } of all) for (const value of values) index.used.add(value);
    return undefined;
  }
}

/** The fields on the way to a stored path; below a link they are its own. */
function nodesOf(fields: readonly FieldNode[], path: string): FieldNode[] | undefined {
  const found: FieldNode[] = [];
  let known = fields;
  for (const part of path.split(".")) {
    if (found.at(-1)?.link !== undefined) break;
    const node = known.find(({ stored }) => stored === part);
    if (node === undefined) return undefined;
    found.push(node);
    known = node.children();
  }
  return found;
}

/** What the index would hold: of one list an entry for each element. */
function valuesOf(document: object, { paths, sparse }: UniqueIndex): string[] {
  const each = paths.map((path) => valuesAt(document, path.map(({ property }) => property)));
  if (sparse && each.every(([value]) => value === undefined)) return [];
  return paths.length === 1 ? each[0]!.map(text) : [each.map((values) => values.map(text).join()).join("\0")];
}

function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => valuesAt(element, path));
  if (path.length === 0) return [value];
  return valuesAt((value as Record<string, unknown> | null | undefined)?.[path[0]!], path.slice(1));
}

/** A value as the server compares it; text without regard to case, as an index with a collation does. */
function text(value: unknown): string {
  const id = typeof value === "object" && value !== null && "id" in value ? value.id : value;
  return `${typeof id} ${String(id instanceof Date ? id.getTime() : id ?? null)}`.toLowerCase();
}
