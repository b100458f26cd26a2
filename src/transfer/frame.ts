import { HaricotError } from "../errors/haricot-error.ts";
import { allocateMemory, type FrameMemory } from "../engine/memory.ts";
import { CHUNK_WORDS, HEADER_WORDS, MAGIC } from "./layout.ts";

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Reads the payloads of an untyped document whose keys and types are known. */
export interface ShapeReader {
  read(frame: Frame, exact: boolean): Record<string, unknown>;
}

/**
 * Reads the next document of a frame into `target`, in plan order. Values go through the setters of the target's class where it has
 * some; fields that the document lacks are left alone unless they have a default.
 */
export type Fill = (target: object, frame: Frame) => void;

/**
 * A cursor over a frame. Readers call {@link Frame.begin} before each top-level document and then move the running positions: all
 * but `s` are absolute indexes into the views.
 */
export class Frame {
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  readonly i64: BigInt64Array;
  readonly u8: Uint8Array;
  /** Number of top-level documents. */
  readonly count: number;
  /** Next word. */
  w: number;
  /** Next 8-byte slot. */
  d: number;
  /** Next byte. */
  b: number;
  /** Text of the current chunk. */
  text = "";
  /** Next character in `text`. */
  s = 0;
  /** Documents of the current chunk that were not begun. */
  left = 0;
  /** Readers of shapes may be compiled. */
  compiling = true;
  /** Shapes of untyped documents met so far. */
  readonly shapes: ShapeReader[] = [];
  private readonly head: number;
  private entry: number;
  private textByte: number;

  /**
   * @param memory views of one buffer; read while the frame is read, so it must not be reused before that is done
   * @param offset where the frame starts, in bytes, divisible by 8
   */
  constructor(memory: FrameMemory, offset: number) {
    const i32 = memory.i32;
    const head = offset >>> 2;
    if (i32[head] !== MAGIC) {
      throw new HaricotError(
        "engine.frame",
        "The engine's answer is not a frame: the library does not fit this version",
      );
    }
    this.head = head;
    this.i32 = i32;
    this.f64 = memory.f64;
    this.i64 = memory.i64;
    this.u8 = memory.u8;
    this.count = i32[head + 2]!;
    this.entry = head + HEADER_WORDS;
    this.w = this.entry + i32[head + 3]! * CHUNK_WORDS;
    const doubles = (this.w + i32[head + 4]! + 1) & ~1;
    this.d = doubles >>> 1;
    this.b = (this.d + i32[head + 5]!) * 8;
    this.textByte = (this.b + i32[head + 6]! + 7) & ~7;
  }

  /** The whole frame in memory of its own, whatever of it was read. */
  copy(): FrameMemory {
    const start = this.head * 4;
    const length = this.i32[this.head + 1]!;
    const memory = allocateMemory(length);
    memory.u8.set(this.u8.subarray(start, start + length));
    return memory;
  }

  /** Goes on to the next top-level document, whose chunk of text is decoded if it is the first of it. */
  begin(): void {
    while (this.left === 0) this.openChunk();
    this.left--;
  }

  /** Next string of the chunk. */
  string(): string {
    const start = this.s;
    this.s = start + this.i32[this.w++]!;
    return this.text.substring(start, this.s);
  }

  /** Next bytes, as a copy of their own. */
  bytes(length: number): Uint8Array {
    const start = this.b;
    this.b = start + length;
    return this.u8.slice(start, this.b);
  }

  private openChunk(): void {
    const { i32, entry } = this;
    this.left = i32[entry]!;
    const bytes = i32[entry + 1]!;
    this.text = bytes === 0 ? "" : utf8.decode(this.u8.subarray(this.textByte, this.textByte + bytes));
    this.s = 0;
    this.textByte += bytes;
    this.entry = entry + CHUNK_WORDS;
  }
}
