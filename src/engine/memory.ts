/** Views of one buffer, in the widths that frames use. */
export interface FrameMemory {
  readonly u8: Uint8Array;
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  readonly i64: BigInt64Array;
}

/**
 * Zeroed memory with all its views. The buffer is made first: Bun moves the contents of a small typed array when its `buffer` is
 * first touched.
 *
 * @param bytes size, rounded up to a multiple of 8
 */
export function allocateMemory(bytes: number): FrameMemory {
  const buffer = new ArrayBuffer(Math.ceil(bytes / 8) * 8);
  return {
    u8: new Uint8Array(buffer),
    i32: new Int32Array(buffer),
    f64: new Float64Array(buffer),
    i64: new BigInt64Array(buffer),
  };
}
