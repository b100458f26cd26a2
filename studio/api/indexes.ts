import { openCursor } from "../../src/client/cursor.ts";
import { ServerError } from "../../src/errors/server-error.ts";
import { differenceOf } from "../../src/indexes/change-indexes.ts";
import { existingIndexes } from "../../src/indexes/existing-indexes.ts";
import { untypedRows } from "../../src/query/rows.ts";
import type { ModelRuntime } from "../../src/schema/model.ts";
import type { IndexDescription, IndexDiff } from "../../src/types/indexes.ts";
import type { Registry } from "../registry.ts";

/** How an index of the model and one of the collection stand to each other. */
export type IndexState = "same" | "missing" | "undeclared" | "different" | "own";

/** An index for the page. */
export interface ListedIndex {
  readonly name: string;
  readonly state: IndexState;
  readonly key: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
  /** Of one that differs: what differs, and what is declared. */
  readonly reason?: string;
  /** How often it was used since the server started, where the server says so. */
  readonly uses: number | null;
}

/** The indexes of a model's collection, and its size. */
export interface IndexAnswer {
  /** Why there are none; null: there may be some. */
  readonly reason: string | null;
  readonly indexes: readonly ListedIndex[];
  /** In bytes; null where the server does not say. */
  readonly stats: {
    readonly documents: number;
    readonly size: number;
    readonly storageSize: number;
    readonly indexSize: number;
    readonly averageSize: number;
  } | null;
}

export async function listIndexes(registry: Registry, name: string, signal: AbortSignal): Promise<IndexAnswer> {
  const model = registry.model(name);
  if (model.isView) {
    return { reason: "A view has no indexes: those of its source are used.", indexes: [], stats: null };
  }
  const place = model.binding();
  const owner = model.family?.owner ?? model;
  const sharing = registry.all.map(([, one]) => one).filter((one) => one.family?.owner === owner);
  const [stored, uses, stats] = await Promise.all([
    existingIndexes(place, model.name, { signal }),
    usesOf(model, signal),
    statsOf(model, signal),
  ]);
  const difference = await differenceOf(owner, place, { signal }, sharing);
  return { reason: null, stats, indexes: listed(difference, stored, uses) };
}

function listed(
  { create, drop, keep, conflict }: IndexDiff,
  stored: readonly IndexDescription[],
  uses: ReadonlyMap<string, number>,
): ListedIndex[] {
  const row = (state: IndexState, { name, key, ...options }: IndexDescription, reason?: string): ListedIndex => ({
    name,
    state,
    key,
    options,
    uses: uses.get(name) ?? null,
    ...(reason !== undefined && { reason }),
  });
  const own = stored.filter(({ name }) => name === "_id_");
  return [
    ...own.map((index) => row("own", index)),
    ...keep.map((index) => row("same", index)),
    ...create.map((index) => row("missing", index)),
    ...conflict.map(({ declared, existing, reason }) =>
      row("different", existing, `${reason} Declared: ${JSON.stringify(declared)}`)
    ),
    ...drop.map((index) => row("undeclared", index)),
  ];
}

async function usesOf(model: ModelRuntime, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const rows = await optional(model, [{ $indexStats: {} }], signal);
  return new Map(rows.map((row) => [String(row.name), Number((row.accesses as { ops: unknown }).ops)]));
}

async function statsOf(model: ModelRuntime, signal: AbortSignal): Promise<IndexAnswer["stats"]> {
  const [row] = await optional(model, [{ $collStats: { storageStats: {} } }], signal);
  const found = row?.storageStats as Record<string, unknown> | undefined;
  if (found === undefined) return null;
  return {
    documents: Number(found.count ?? 0),
    size: Number(found.size ?? 0),
    storageSize: Number(found.storageSize ?? 0),
    indexSize: Number(found.totalIndexSize ?? 0),
    averageSize: Number(found.avgObjSize ?? 0),
  };
}

/** Statistics need rights that not every user has, and a collection that is there. */
async function optional(
  model: ModelRuntime,
  pipeline: readonly object[],
  signal: AbortSignal,
): Promise<Record<string, unknown>[]> {
  const { database, collection } = model.binding();
  try {
    const command = { aggregate: collection, pipeline, cursor: {} };
    return await openCursor({ database, command, signal }, untypedRows).toArray();
  } catch (error) {
    if (error instanceof ServerError) return [];
    throw error;
  }
}
