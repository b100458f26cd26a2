import type { Native } from "../../ffi/symbols.ts";
import type { Completion } from "./completion.ts";
import { allocateMemory, type FrameMemory } from "./memory.ts";

/** Reads the error record of the last failed call into memory that is used again. */
export class LastError {
  readonly #native: Native;
  #memory: FrameMemory | undefined;

  constructor(native: Native) {
    this.#native = native;
  }

  /** @param engine handle of the engine, 0 = errors of this thread without an engine */
  read(engine: number): Completion {
    let memory = this.#memory ??= allocateMemory(16 * 1024);
    let length = this.#native.haricot_last_error(engine, memory.u8, memory.u8.length);
    if (length > memory.u8.length) {
      memory = this.#memory = allocateMemory(length);
      length = this.#native.haricot_last_error(engine, memory.u8, memory.u8.length);
    }
    return { failed: true, memory, offset: 0, length, cursor: 0, a: 0, b: 0, measurements: undefined };
  }
}
