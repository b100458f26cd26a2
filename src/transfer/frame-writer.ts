import { allocateMemory, type FrameMemory } from "../engine/memory.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { ByteSection } from "./byte-section.ts";
import { CHUNK_DOCUMENTS, CHUNK_TEXT_BYTES, CHUNK_WORDS, HEADER_WORDS, MAGIC } from "./layout.ts";

const encoder = new TextEncoder();

/** Buffers that grew beyond this are given back when they held less than this the last time. */
const KEPT_BYTES = 4 * 1024 * 1024;
const START_BYTES = 16 * 1024;
/** A NaN of JavaScript has whatever bits the processor gave it; stored is always this one. */
const USUAL_NAN = 0x7ff8000000000000n;
/** Frames are addressed by int32. */
const MAX_BYTES = 2 ** 31 - 8;

/** The streams of one frame while it is written. The buffers are reused from frame to frame and grow as needed. */
export class FrameWriter {
  words: Int32Array = allocateMemory(START_BYTES).i32;
  /** Next word. */
  w = 0;
  doubles!: Float64Array;
  longs!: BigInt64Array;
  /** Next 8-byte slot. */
  d = 0;
  /** Text of the open chunk. */
  text = "";
  /** A string ended in the middle of a surrogate pair. */
  cut = false;
  /** Where the words of the document in hand start. */
  documentStart = 0;
  /** Documents begun so far. */
  count = 0;
  private readonly binary = new ByteSection();
  private utf8: Uint8Array = new Uint8Array(START_BYTES);
  private utf8Length = 0;
  private directory: Int32Array = new Int32Array(64 * CHUNK_WORDS);
  private chunks = 0;
  private open = { documents: 0, w: 0, d: 0, b: 0 };

  constructor() {
    this.useSlots(allocateMemory(START_BYTES));
  }

  /** Forgets what was written. */
  reset(): void {
    if (isIdle(this.words.byteLength, this.w * 4)) this.words = allocateMemory(START_BYTES).i32;
    if (isIdle(this.doubles.byteLength, this.d * 8)) this.useSlots(allocateMemory(START_BYTES));
    this.binary.reset();
    if (isIdle(this.utf8.length, this.utf8Length)) this.utf8 = new Uint8Array(START_BYTES);
    this.w =
      this.d =
      this.count =
      this.utf8Length =
      this.chunks =
        0;
    this.text = "";
    this.cut = false;
    this.open = { documents: 0, w: 0, d: 0, b: 0 };
  }

  /** Number of the first document of the chunk that was closed last. */
  firstOfClosedChunk = 0;

  /** Number of the first document of the open chunk. */
  get firstOfChunk(): number {
    return this.count - this.open.documents;
  }

  /** Begins the next top-level document, in a new chunk when the open one is full. Returns false when the closed one has broken text. */
  begin(): boolean {
    const { open } = this;
    let sound = true;
    if (open.documents >= CHUNK_DOCUMENTS || this.text.length >= CHUNK_TEXT_BYTES) sound = this.closeChunk();
    this.documentStart = this.w;
    this.count++;
    this.open.documents++;
    return sound;
  }

  word(value: number): void {
    if (this.w === this.words.length) this.growWords(this.w, 1);
    this.words[this.w++] = value;
  }

  double(value: number): void {
    if (this.d === this.doubles.length) this.growSlots(this.d, 1);
    if (Number.isNaN(value)) this.longs[this.d++] = USUAL_NAN;
    else this.doubles[this.d++] = value;
  }

  long(value: bigint): void {
    if (this.d === this.longs.length) this.growSlots(this.d, 1);
    this.longs[this.d++] = value;
  }

  string(value: string): void {
    this.word(value.length);
    this.text += value;
    if ((value.charCodeAt(value.length - 1) & 0xfc00) === 0xd800) this.cut = true;
  }

  bytes(value: Uint8Array): void {
    this.binary.append(value, (size, needed) => sizeFor(size, needed, 1));
  }

  /** Makes room for `count` words at position `w`. */
  growWords(w: number, count: number): Int32Array {
    this.words = grown(this.words, w, w + count, (size) => new Int32Array(size));
    return this.words;
  }

  /** Makes room for `count` slots at position `d`. */
  growSlots(d: number, count: number): void {
    const memory = allocateMemory(sizeFor(this.doubles.length, d + count, 8) * 8);
    memory.i64.set(this.longs.subarray(0, d));
    this.useSlots(memory);
  }

  /** Ends the open chunk: encodes its text. Returns false when that is not well-formed Unicode. */
  closeChunk(): boolean {
    const { open } = this;
    if (open.documents === 0) return true;
    const units = this.text.length;
    const room = this.utf8Length + units * 3;
    if (room > this.utf8.length) {
      this.utf8 = grown(this.utf8, this.utf8Length, room, (size) => new Uint8Array(size));
    }
    const bytes = units === 0 ? 0 : encoder.encodeInto(this.text, this.utf8.subarray(this.utf8Length)).written;
    // Only ASCII text has as many bytes as units; other text may hold lone surrogates, which the encoder would replace.
    this.firstOfClosedChunk = this.firstOfChunk;
    const sound = !this.cut && (bytes === units || this.text.isWellFormed());
    this.enterChunk([open.documents, bytes, units, this.w - open.w, this.d - open.d, this.binary.length - open.b]);
    this.utf8Length += bytes;
    this.text = "";
    this.open = { documents: 0, w: this.w, d: this.d, b: this.binary.length };
    return sound;
  }

  /** Bytes of the large buffers, whatever they hold. */
  get reserved(): number {
    return this.words.byteLength + this.doubles.byteLength + this.binary.reserved + this.utf8.length;
  }

  /** Size of the finished frame in bytes. */
  get size(): number {
    const words = HEADER_WORDS + this.chunks * CHUNK_WORDS + even(this.w);
    return words * 4 + this.d * 8 + padded(this.binary.length) + padded(this.utf8Length);
  }

  /** Copies the finished frame to zeroed or used memory; `offset` in bytes, divisible by 8. Returns where it ends. */
  copyTo(memory: FrameMemory, offset: number): number {
    const { i32, i64, u8 } = memory;
    const head = offset >>> 2;
    const size = this.size;
    const header = [MAGIC, size, this.count, this.chunks, this.w, this.d, this.binary.length, this.utf8Length];
    for (let i = 0; i < HEADER_WORDS; i++) i32[head + i] = header[i] ?? 0;
    let at = head + HEADER_WORDS;
    at = copy(this.directory, this.chunks * CHUNK_WORDS, i32, at);
    at = copy(this.words, this.w, i32, at);
    if ((this.w & 1) === 1) i32[at++] = 0;
    // As integers, which keeps the bits of every NaN.
    if (this.d > 0) i64.set(this.longs.subarray(0, this.d), at >>> 1);
    const text = pad(u8, this.binary.copyTo(u8, at * 4 + this.d * 8));
    return pad(u8, copy(this.utf8, this.utf8Length, u8, text));
  }

  private enterChunk(entry: readonly number[]): void {
    const at = this.chunks * CHUNK_WORDS;
    if (at === this.directory.length) {
      this.directory = grown(this.directory, at, at + CHUNK_WORDS, (size) => new Int32Array(size));
    }
    this.directory.set(entry, at);
    this.chunks++;
  }

  private useSlots(memory: FrameMemory): void {
    this.doubles = memory.f64;
    this.longs = memory.i64;
  }
}

function isIdle(reserved: number, used: number): boolean {
  return reserved > KEPT_BYTES && used < KEPT_BYTES;
}

function sizeFor(size: number, needed: number, width: number): number {
  if (needed * width > MAX_BYTES) {
    throw new InvalidArgument("The documents of one call take more than 2 GiB; hand them over in parts", {
      code: "argument.too_large",
    });
  }
  return Math.min(Math.floor(MAX_BYTES / width), Math.max(size * 2, needed));
}

function grown<T extends Uint8Array | Int32Array>(old: T, used: number, needed: number, make: (size: number) => T): T {
  const larger = make(sizeFor(old.length, needed, old.BYTES_PER_ELEMENT));
  larger.set(old.subarray(0, used));
  return larger;
}

/** Short runs are copied by a loop: a view for `set` costs more than they do. */
function copy<T extends Uint8Array | Int32Array>(from: T, length: number, to: T, at: number): number {
  if (length <= 32) { for (let i = 0; i < length; i++) to[at + i] = from[i]!; }
  else to.set(from.subarray(0, length), at);
  return at + length;
}

function pad(bytes: Uint8Array, at: number): number {
  while ((at & 7) !== 0) bytes[at++] = 0;
  return at;
}

function even(count: number): number {
  return (count + 1) & ~1;
}

function padded(bytes: number): number {
  return (bytes + 7) & ~7;
}
