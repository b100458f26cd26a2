// Documents through the engine: JavaScript writes, Rust encodes to BSON and decodes again, JavaScript reads.
import assert from "node:assert/strict";
import type { Engine } from "../../src/engine/engine.ts";
import { allocateMemory } from "../../src/engine/memory.ts";
import { Frame } from "../../src/transfer/frame.ts";
import type { Plan, Twin } from "../../src/transfer/plan.ts";
import { planJson } from "../../src/transfer/plan-json.ts";
import { readUntyped } from "../../src/transfer/read-untyped.ts";
import { Submission } from "../../src/transfer/submission.ts";

/** The frame that the engine makes of a batch; releases the batch. */
export function decoded(engine: Engine, batch: number, plan = 0): Frame {
  assert.notEqual(batch, 0, reasonOf(engine));
  const size = engine.decodeBatch(batch, plan, new Uint8Array(0));
  assert.ok(size > 0, reasonOf(engine));
  const memory = allocateMemory(size);
  assert.equal(engine.decodeBatch(batch, plan, memory.u8), size);
  assert.ok(engine.release(batch));
  return new Frame(memory, 0);
}

/** Encodes documents; gives the batch, 0 when the engine refuses them. */
export function encoded(
  engine: Engine,
  plan: Plan | null,
  handle: number,
  documents: readonly object[],
  twin?: Twin,
): number {
  const bytes = Submission.of({}).documents(plan, documents, twin).bytes().slice();
  const start = new Uint32Array(bytes.buffer, 0, 2)[1]!;
  return engine.encode(handle, bytes.subarray(start));
}

/** Calls `use` with the handle of a plan. */
export function withPlan<T>(engine: Engine, plan: Plan, use: (handle: number) => T): T {
  const handle = engine.plan(planJson(plan));
  assert.notEqual(handle, 0, reasonOf(engine));
  try {
    return use(handle);
  } finally {
    engine.release(handle);
  }
}

/** What the engine says about its last failed call. */
export function reasonOf(engine: Engine): string {
  const { memory, offset, length } = engine.lastError();
  if (length === 0) return "no error is known";
  const [record] = readUntyped(new Frame(memory, offset));
  return JSON.stringify(record);
}
