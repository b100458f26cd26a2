import type { Native } from "../../ffi/symbols.ts";
import { EngineError } from "../errors/engine-error.ts";
import { type Completion, RECORD } from "./completion.ts";
import { type Measurements, measurementsLength, readMeasurements } from "./measurements.ts";
import { allocateMemory, type FrameMemory } from "./memory.ts";
import { Spare } from "./spare.ts";
import { monotonicMilliseconds, nextTurn, TURN_BUDGET } from "./turn.ts";

const DRAIN_BYTES = 256 * 1024;
/** With this much room left, nothing that was waiting can have been left behind for want of space. */
const ROOM = RECORD.largestInline + RECORD.bytes + RECORD.largestMeasurements;
/** The clock is read once in so many records. */
const CLOCK_EVERY = 8;

/** The record being settled; one object serves all. */
class RecordView implements Completion {
  request = 0;
  failed = false;
  memory: FrameMemory;
  offset = 0;
  length = 0;
  cursor = 0;
  a = 0;
  b = 0;
  measurements: Measurements | undefined;

  constructor(memory: FrameMemory) {
    this.memory = memory;
  }
}

/** Where an {@link Inbox} puts what it takes out. */
export interface Recipient {
  deliver(request: number, completion: Completion): void;
  /** The completion of a request came, but could not be read. */
  fail(request: number, reason: unknown): void;
}

/**
 * Takes completions out of the engine and hands them on, in slices: after {@link TURN_BUDGET} ms of settling the rest waits for the next turn of the
 * event loop, so that a burst of completions does not stall it.
 */
export class Inbox {
  readonly #native: Native;
  readonly #engine: number;
  readonly #recipient: Recipient;
  readonly #memory = allocateMemory(DRAIN_BYTES);
  readonly #record = new RecordView(this.#memory);
  readonly #large = new Spare<FrameMemory>();
  #position = 0;
  #end = 0;
  #waiting = false;
  #working = false;
  #closed = false;

  constructor(native: Native, engine: number, recipient: Recipient) {
    this.#native = native;
    this.#engine = engine;
    this.#recipient = recipient;
  }

  /** The doorbell rang: completions wait. */
  readonly ring = (): void => {
    this.#waiting = true;
    if (this.#working) return;
    this.#working = true;
    this.#work();
  };

  close(): void {
    this.#closed = true;
  }

  readonly #work = (): void => {
    const began = monotonicMilliseconds();
    let settled = 0;
    while (!this.#closed && (this.#position < this.#end || this.#drain())) {
      this.#next();
      if (++settled % CLOCK_EVERY === 0 && monotonicMilliseconds() - began > TURN_BUDGET) {
        nextTurn(this.#work);
        return;
      }
    }
    this.#working = false;
  };

  /** Fetches the next records; false when none wait. */
  #drain(): boolean {
    if (!this.#waiting) return false;
    this.#position = 0;
    this.#end = this.#native.haricot_drain(this.#engine, this.#memory.u8, DRAIN_BYTES);
    this.#waiting = this.#end >= DRAIN_BYTES - ROOM;
    return this.#end > 0;
  }

  #next(): void {
    const words = this.#memory.i32;
    const at = this.#position >> 2;
    const word = (index: number): number => words[at + index]! >>> 0;
    const record = this.#record;
    const flags = word(RECORD.flags);
    const inline = (flags & RECORD.inline) !== 0;
    record.request = word(RECORD.request);
    record.failed = word(RECORD.status) !== 0;
    record.length = word(RECORD.length);
    record.cursor = word(RECORD.cursor);
    record.a = word(RECORD.a);
    record.b = word(RECORD.b);
    record.memory = this.#memory;
    this.#position += RECORD.bytes;
    if ((flags & RECORD.measured) !== 0) this.#readMeasurements();
    else record.measurements = undefined;
    record.offset = this.#position;
    if (inline) this.#position += (record.length + 7) & ~7;
    const result = word(RECORD.result);
    if (result !== 0) {
      try {
        record.memory = this.#take(result, record.length);
      } catch (error) {
        return this.#recipient.fail(record.request, error);
      }
      record.offset = 0;
    }
    this.#recipient.deliver(record.request, record);
    if (result !== 0) this.#large.put(record.memory, record.memory.u8.length);
  }

  #readMeasurements(): void {
    this.#record.measurements = readMeasurements(this.#memory, this.#position);
    this.#position += measurementsLength(this.#memory, this.#position);
  }

  #take(result: number, length: number): FrameMemory {
    let memory = this.#large.take();
    if (memory === undefined || memory.u8.length < length) {
      memory = allocateMemory(2 ** Math.ceil(Math.log2(Math.max(length, 2 * RECORD.largestInline))));
    }
    const taken = this.#native.haricot_take(this.#engine, result, memory.u8, memory.u8.length);
    if (taken !== length) {
      throw new EngineError(
        "engine.internal",
        `A result of ${length} bytes came as ${taken} bytes. Please report this.`,
      );
    }
    return memory;
  }
}
