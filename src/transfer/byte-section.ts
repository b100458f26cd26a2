import { InvalidArgument } from "../errors/invalid-argument.ts";

/** From this size on bytes are not copied until the frame is put together. */
const HELD_BYTES = 16 * 1024;
/** A buffer that grew beyond this is given back when it held less than this the last time. */
const KEPT_BYTES = 4 * 1024 * 1024;

interface Held {
  /** Where it belongs among the section's own bytes. */
  readonly at: number;
  readonly value: Uint8Array;
  readonly length: number;
}

/** The binary payloads of a frame while it is written: small ones copied into one buffer, large ones left where they are. */
export class ByteSection {
  /** Bytes of all payloads. */
  length = 0;
  private own: Uint8Array = new Uint8Array(0);
  private end = 0;
  private held: Held[] = [];

  /** Bytes of its own buffer. */
  get reserved(): number {
    return this.own.length;
  }

  /** Forgets all payloads. */
  reset(): void {
    if (this.own.length > KEPT_BYTES && this.end < KEPT_BYTES) this.own = new Uint8Array(0);
    this.length = this.end = 0;
    this.held = [];
  }

  /** @param grow gives the size of the next buffer from that of the old one and the bytes needed */
  append(value: Uint8Array, grow: (size: number, needed: number) => number): void {
    const { length } = value;
    this.length += length;
    if (length >= HELD_BYTES) {
      this.held.push({ at: this.end, value, length });
      return;
    }
    const end = this.end + length;
    if (end > this.own.length) {
      const larger = new Uint8Array(grow(this.own.length, end));
      larger.set(this.own.subarray(0, this.end));
      this.own = larger;
    }
    this.own.set(value, this.end);
    this.end = end;
  }

  /**
   * Copies all payloads, in order, and returns where they end.
   *
   * @throws {InvalidArgument} when the memory of a large payload was taken away since it was handed over
   */
  copyTo(target: Uint8Array, offset: number): number {
    let at = offset, from = 0;
    for (const { at: to, value, length } of this.held) {
      if (value.length !== length) throw takenAway(length);
      at = this.copyOwn(from, to, target, at);
      target.set(value, at);
      at += length;
      from = to;
    }
    return this.copyOwn(from, this.end, target, at);
  }

  /** Short runs are copied by a loop: a view for `set` costs more than they do. */
  private copyOwn(from: number, to: number, target: Uint8Array, at: number): number {
    const length = to - from;
    if (length > 32) target.set(this.own.subarray(from, to), at);
    else for (let i = 0; i < length; i++) target[at + i] = this.own[from + i]!;
    return at + length;
  }
}

function takenAway(length: number): InvalidArgument {
  return new InvalidArgument(
    `The buffer of a binary value of ${length} bytes was transferred or resized while its document was written: do that after the call`,
    { code: "argument.binary_changed" },
  );
}
