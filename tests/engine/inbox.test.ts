import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Native } from "../../ffi/symbols.ts";
import { type Completion, RECORD } from "../../src/engine/completion.ts";
import { Inbox } from "../../src/engine/inbox.ts";

interface Prepared {
  readonly request: number;
  readonly payload?: Uint8Array;
  readonly large?: boolean;
}

const padded = (length: number): number => (length + 7) & ~7;

/** The drain and take functions of the ABI over prepared completions: for moments that a real engine can not be brought to on purpose. */
class Queue {
  readonly results = new Map<number, Uint8Array>();
  drains = 0;
  readonly #waiting: Prepared[] = [];
  #next = 0;

  push(...completions: Prepared[]): void {
    this.#waiting.push(...completions);
  }

  get native(): Native {
    return { haricot_drain: this.#drain, haricot_take: this.#take } as unknown as Native;
  }

  readonly #drain = (_engine: number, out: Uint8Array, capacity: number): number => {
    this.drains++;
    const words = new Uint32Array(out.buffer);
    let end = 0;
    for (let next = this.#waiting[this.#next]; next !== undefined; next = this.#waiting[++this.#next]) {
      const payload = next.payload ?? new Uint8Array();
      const size = RECORD.bytes + (next.large ? 0 : padded(payload.length));
      if (end + size > capacity) break;
      const result = next.large ? this.results.size + 1 : 0;
      if (next.large) this.results.set(result, payload);
      else out.set(payload, end + RECORD.bytes);
      words.set(
        [next.request, 0, next.large ? 0 : RECORD.inline, payload.length, result, 0, next.request * 2, 0],
        end / 4,
      );
      end += size;
    }
    return end;
  };

  readonly #take = (_engine: number, result: number, out: Uint8Array, capacity: number): number => {
    const payload = this.results.get(result) ?? new Uint8Array();
    if (payload.length > capacity) return payload.length;
    out.set(payload);
    this.results.delete(result);
    return payload.length;
  };
}

interface Delivered {
  readonly request: number;
  readonly a: number;
  readonly bytes: number[];
}

function inboxOver(
  queue: Queue,
  during?: (request: number) => void,
): { inbox: Inbox; delivered: Delivered[]; failed: number[] } {
  const delivered: Delivered[] = [];
  const failed: number[] = [];
  const deliver = (request: number, { a, memory, offset, length }: Completion): void => {
    assert.equal(offset % 8, 0);
    delivered.push({ request, a, bytes: [...memory.u8.subarray(offset, offset + Math.min(length, 4))] });
    during?.(request);
  };
  const inbox = new Inbox(queue.native, 1, { deliver, fail: (request) => failed.push(request) });
  return { inbox, delivered, failed };
}

const range = (from: number, to: number): Prepared[] =>
  Array.from({ length: to - from }, (_, i) => ({ request: from + i }));

/** Keeps the thread busy without giving the event loop a turn. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe("taking completions out of the engine", () => {
  test("payloads of any length stand at offsets divisible by 8", () => {
    const queue = new Queue();
    queue.push({ request: 1, payload: Uint8Array.of(1, 2, 3) }, { request: 2 }, {
      request: 3,
      payload: Uint8Array.of(9),
    });
    const { inbox, delivered } = inboxOver(queue);
    inbox.ring();
    assert.deepEqual(delivered, [
      { request: 1, a: 2, bytes: [1, 2, 3] },
      { request: 2, a: 4, bytes: [] },
      { request: 3, a: 6, bytes: [9] },
    ]);
  });

  test("more records than one buffer holds are all delivered, in order", async () => {
    const queue = new Queue();
    queue.push(...range(1, 20_001));
    const { inbox, delivered } = inboxOver(queue);
    inbox.ring();
    while (delivered.length < 20_000) await new Promise((resolve) => setTimeout(resolve, 1));
    assert.ok(delivered.every(({ request }, index) => request === index + 1));
  });

  test("few records take one call of drain", () => {
    const queue = new Queue();
    queue.push(...range(1, 10));
    inboxOver(queue).inbox.ring();
    assert.equal(queue.drains, 1);
  });

  test("a large payload is taken, whatever its size", () => {
    const queue = new Queue();
    for (const [index, size] of [70_000, 5_000_000, 300_000].entries()) {
      queue.push({ request: index + 1, large: true, payload: new Uint8Array(size).fill(index + 1) });
    }
    const { inbox, delivered, failed } = inboxOver(queue);
    inbox.ring();
    assert.deepEqual(delivered.map(({ bytes }) => bytes), [[1, 1, 1, 1], [2, 2, 2, 2], [3, 3, 3, 3]]);
    assert.deepEqual(failed, []);
    assert.equal(queue.results.size, 0);
  });

  test("a payload that can not be taken fails its request alone", () => {
    const queue = new Queue();
    queue.push({ request: 1, large: true, payload: new Uint8Array(70_000) }, { request: 2 });
    const { inbox, delivered, failed } = inboxOver(
      { ...queue, native: { ...queue.native, haricot_take: () => 0 } } as unknown as Queue,
    );
    inbox.ring();
    assert.deepEqual([failed, delivered.map(({ request }) => request)], [[1], [2]]);
  });

  test("a burst is settled in slices: the event loop turns in between", async () => {
    const queue = new Queue();
    queue.push(...range(1, 41));
    const { inbox, delivered } = inboxOver(queue, () => work(1));
    inbox.ring();
    const atOnce = delivered.length;
    assert.ok(atOnce < 40, `${atOnce} were settled in one turn`);
    let turned = false;
    setTimeout(() => turned = true, 0);
    while (delivered.length < 40) await new Promise((resolve) => setTimeout(resolve, 1));
    assert.ok(turned);
    assert.deepEqual(delivered.map(({ request }) => request), range(1, 41).map(({ request }) => request));
  });

  test("completions that come while a slice waits are delivered after it", async () => {
    const queue = new Queue();
    queue.push(...range(1, 21));
    const { inbox, delivered } = inboxOver(queue, () => work(1));
    inbox.ring();
    queue.push(...range(21, 23));
    inbox.ring();
    while (delivered.length < 22) await new Promise((resolve) => setTimeout(resolve, 1));
    assert.deepEqual(delivered.map(({ request }) => request), range(1, 23).map(({ request }) => request));
  });

  test("a closed inbox delivers nothing more", () => {
    const queue = new Queue();
    queue.push(...range(1, 10));
    const { inbox, delivered } = inboxOver(queue, (request) => {
      if (request === 3) inbox.close();
    });
    inbox.ring();
    assert.deepEqual(delivered.map(({ request }) => request), [1, 2, 3]);
  });
});
