// Frames for tests: what one side writes, the other reads.
import { allocateMemory, type FrameMemory } from "../../src/engine/memory.ts";
import { compileFill } from "../../src/transfer/fill.ts";
import { Frame } from "../../src/transfer/frame.ts";
import type { Plan, Twin } from "../../src/transfer/plan.ts";
import { readUntyped, type UntypedOptions } from "../../src/transfer/read-untyped.ts";
import { Submission } from "../../src/transfer/submission.ts";

export const TWINS: readonly Twin[] = ["compiled", "interpreted"];

/** Memory of its own that holds the bytes at an offset that is not 0. */
export function memoryOf(bytes: Uint8Array, offset = 64): FrameMemory {
  const memory = allocateMemory(offset + bytes.length);
  memory.u8.set(bytes, offset);
  return memory;
}

/** The second frame of a submission: that of the documents. */
export function documentsFrame(plan: Plan | null, documents: readonly object[], twin?: Twin): Frame {
  const bytes = Submission.of({}).documents(plan, documents, twin).bytes();
  const memory = memoryOf(bytes);
  return new Frame(memory, 64 + memory.i32[64 / 4 + 1]!);
}

/** Reads all documents of a frame of a plan into plain objects. */
export function readAll(plan: Plan, frame: Frame, twin?: Twin): Record<string, unknown>[] {
  const fill = compileFill(plan, twin);
  return Array.from({ length: frame.count }, () => {
    const target = {};
    fill(target, frame);
    return target;
  });
}

/** Writes documents of a plan and reads them back, all with one twin. */
export function roundTrip(plan: Plan, documents: readonly object[], twin: Twin): Record<string, unknown>[] {
  return readAll(plan, documentsFrame(plan, documents, twin), twin);
}

/** Writes untyped documents and reads them back. */
export function untypedRoundTrip(
  documents: readonly object[],
  options?: UntypedOptions,
  twin?: Twin,
): Record<string, unknown>[] {
  return readUntyped(documentsFrame(null, documents), options, twin);
}
