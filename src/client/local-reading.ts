import type { Engine } from "../engine/engine.ts";
import { allocateMemory, type FrameMemory } from "../engine/memory.ts";
import { Frame } from "../transfer/frame.ts";
import { FrameWriter } from "../transfer/frame-writer.ts";
import { writeFrame } from "../transfer/write-frame.ts";
import { errorFromRecord } from "./error-from-record.ts";
import { readErrorRecord } from "./error-record.ts";
import type { Rows } from "./operation.ts";
import { planHandle } from "./plan-handles.ts";

const NOTHING = new Uint8Array(0);

/**
 * Reads documents that are at hand, untyped and with exact numbers, as rows: what a query would give, without the server.
 *
 * @throws {ValidationError} for the first document that the rows' plan does not fit, and whatever making the rows throws
 */
export function readLocally<T>(engine: Engine, rows: Rows<T>, documents: readonly object[]): T[] {
  const plan = rows.plan === null ? 0 : planHandle(engine, rows.plan);
  const batch = engine.encode(0, written(documents));
  if (batch === 0) throw lastError(engine);
  try {
    return rows.read(new Frame(decoded(engine, batch, plan), 0));
  } finally {
    engine.release(batch);
  }
}

function written(documents: readonly object[]): Uint8Array {
  const writer = new FrameWriter();
  writeFrame(writer, { plan: null, documents });
  const memory = allocateMemory(writer.size);
  return memory.u8.subarray(0, writer.copyTo(memory, 0));
}

function decoded(engine: Engine, batch: number, plan: number): FrameMemory {
  const size = engine.decodeBatch(batch, plan, NOTHING);
  if (size === 0) throw lastError(engine);
  const memory = allocateMemory(size);
  engine.decodeBatch(batch, plan, memory.u8);
  return memory;
}

function lastError(engine: Engine): unknown {
  return errorFromRecord(readErrorRecord(engine.lastError()));
}
