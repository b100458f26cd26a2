import type { ObjectId } from "./object-id.ts";

const FEWEST_SLOTS = 16;

const word = new Int32Array(3);

/**
 * Numbers ObjectIds in the order in which they come, each once. A map by their text would have to make that text of each id that it is asked for: fetching
 * the links of 1000 documents asks for tens of thousands.
 */
export class ObjectIdIndex {
  #count = 0;
  /** Three words of each id. */
  #words = new Int32Array(FEWEST_SLOTS / 2 * 3);
  /** Number of an id + 1 by the hash of its words, and the next free slot when that is taken; 0: free. */
  #slots = new Int32Array(FEWEST_SLOTS);

  get size(): number {
    return this.#count;
  }

  /** The number of an id, or -1. */
  find(id: ObjectId): number {
    id.toWords(word, 0);
    return this.#slots[this.#slotOf(word[0]!, word[1]!, word[2]!)]! - 1;
  }

  /** The number of an id, which is `size` when it is new. */
  add(id: ObjectId): number {
    id.toWords(word, 0);
    const [a, b, c] = [word[0]!, word[1]!, word[2]!];
    const slot = this.#slotOf(a, b, c);
    const known = this.#slots[slot]!;
    if (known !== 0) return known - 1;
    const at = this.#count++;
    this.#words[at * 3] = a;
    this.#words[at * 3 + 1] = b;
    this.#words[at * 3 + 2] = c;
    this.#slots[slot] = at + 1;
    if (this.#count * 2 >= this.#slots.length) this.#grow();
    return at;
  }

  /** Where an id is, or belongs. */
  #slotOf(a: number, b: number, c: number): number {
    const slots = this.#slots;
    const words = this.#words;
    const mask = slots.length - 1;
    let slot = hashOf(a, b, c) & mask;
    for (let taken = slots[slot]!; taken !== 0; taken = slots[slot]!) {
      const at = (taken - 1) * 3;
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const words = new Int32Array(this.#words.length * 2);
    words.set(this.#words);
    this.#words = words;
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let at = 0; at < this.#count; at++) {
      this.#slots[this.#slotOf(words[at * 3]!, words[at * 3 + 1]!, words[at * 3 + 2]!)] = at + 1;
    }
  }
}

/** Ids of one process differ in the upper bytes of the last word, the counter, which are little-endian here. */
function hashOf(a: number, b: number, c: number): number {
  let hash = Math.imul(c, 0x85ebca6b) ^ Math.imul(a, 0xc2b2ae35) ^ b;
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
