import { openCursor } from "../client/cursor.ts";
import type { Operation, Rows } from "../client/operation.ts";
import { writesTo } from "../client/written.ts";
import type { FrameMemory } from "../engine/memory.ts";
import { monotonicMilliseconds, nextTurn, TURN_BUDGET } from "../engine/turn.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { Frame } from "../transfer/frame.ts";
import { collectionsRead } from "./collections-read.ts";
import { LeastRecentlyUsed } from "./least-recently-used.ts";
import { resultKey } from "./result-key.ts";

/** What a read gave: the frames as they came, from which each hit makes rows of its own. */
interface Kept {
  readonly frames: readonly FrameMemory[];
  /** The count of writes to what was read, when the read began. */
  readonly writes: number;
}

const caches = new WeakMap<ModelRuntime, LeastRecentlyUsed<Kept>>();

/**
 * All rows of a read, from what the model keeps in memory or else from the server, whose answer is kept then. Kept results are never given once this process
 * has written to a collection that they were read from; a read during which that happens is not kept.
 */
export async function keptRows<T>(model: ModelRuntime, operation: Operation, rows: Rows<T>): Promise<T[]> {
  const cache = cacheOf(model);
  const key = resultKey(operation, rows);
  const collections = collectionsRead(operation.database.name, operation.command);
  const writes = writesToAll(operation.database.name, collections);
  const kept = cache.get(key);
  if (kept !== undefined && kept.writes === writes && !operation.database.client.closed) {
    operation.signal?.throwIfAborted();
    return await readFrames(kept.frames, rows);
  }
  cache.delete(key);
  const frames: FrameMemory[] = [];
  const list = await openCursor(operation, keeping(rows, frames)).toArray();
  // What a write has overtaken would never be given, but take the place of what may be.
  if (writesToAll(operation.database.name, collections) === writes) cache.set(key, { frames, writes });
  return list;
}

function cacheOf(model: ModelRuntime): LeastRecentlyUsed<Kept> {
  let cache = caches.get(model);
  if (cache === undefined) {
    cache = new LeastRecentlyUsed(model.settings.cacheCapacity, model.settings.cacheExpirationTime);
    caches.set(model, cache);
  }
  return cache;
}

function writesToAll(database: string, collections: ReadonlySet<string>): number {
  let all = 0;
  for (const collection of collections) all += writesTo(database, collection);
  return all;
}

/** Reads as `rows` do, and keeps a copy of each frame. */
function keeping<T>(rows: Rows<T>, frames: FrameMemory[]): Rows<T> {
  return {
    plan: rows.plan,
    read(frame) {
      frames.push(frame.copy());
      return rows.read(frame);
    },
  };
}

async function readFrames<T>(frames: readonly FrameMemory[], rows: Rows<T>): Promise<T[]> {
  const all: T[] = [];
  let began = monotonicMilliseconds();
  for (const memory of frames) {
    if (monotonicMilliseconds() - began > TURN_BUDGET) {
      await new Promise<void>(nextTurn);
      began = monotonicMilliseconds();
    }
    for (const row of rows.read(new Frame(memory, 0))) all.push(row);
  }
  return all;
}
