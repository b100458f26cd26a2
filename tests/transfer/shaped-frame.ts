// Frames as the engine writes them for many untyped documents: with shapes. JavaScript never writes these itself.
import { allocateMemory, type FrameMemory } from "../../src/engine/memory.ts";
import { FrameWriter } from "../../src/transfer/frame-writer.ts";
import { FIRST_SHAPE, NEW_SHAPE, TAGGED } from "../../src/transfer/layout.ts";
import { WriteContext } from "../../src/transfer/write-context.ts";
import { writeTagged } from "../../src/transfer/write-tagged.ts";

/** A frame of untyped documents that all have these keys. Where the types of a column differ, its code is "tagged". */
export function shapedFrame(keys: readonly string[], rows: readonly (readonly unknown[])[]): FrameMemory {
  const codes = keys.map((_, column) => {
    const found = new Set(rows.map((row) => tagOf(row[column])));
    return found.size === 1 ? [...found][0]! : TAGGED;
  });
  const out = new FrameWriter();
  const context = new WriteContext(out, {});
  rows.forEach((row, i) => {
    out.begin();
    if (i === 0) writeShape(out, keys, codes);
    else out.word(FIRST_SHAPE);
    row.forEach((value, column) => writePayload(context, value, codes[column]!));
  });
  out.closeChunk();
  const memory = allocateMemory(out.size);
  out.copyTo(memory, 0);
  return memory;
}

function writeShape(out: FrameWriter, keys: readonly string[], codes: readonly number[]): void {
  out.word(NEW_SHAPE);
  out.word(keys.length);
  keys.forEach((key, column) => {
    out.string(key);
    out.word(codes[column]!);
  });
}

function tagOf(value: unknown): number {
  const out = new FrameWriter();
  writeTagged(new WriteContext(out, {}), value, 0);
  return out.words[0]!;
}

/** Writes the tagged value and takes the tag out again, unless the shape asks for it. */
function writePayload(context: WriteContext, value: unknown, code: number): void {
  const { out } = context;
  const start = out.w;
  writeTagged(context, value, 0);
  if (code === TAGGED) return;
  if (out.words[start] !== code) throw new Error("A column of one type holds another");
  out.words.copyWithin(start, start + 1, out.w);
  out.w--;
}
