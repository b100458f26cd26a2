import { isObjectId, ObjectId } from "./object-id.ts";

/** A map whose keys are ids: equal ones are one key, also where they are objects. */
export class IdMap<V> {
  readonly #entries = new Map<unknown, V>();

  constructor(entries: Iterable<readonly [id: unknown, value: V]> = []) {
    for (const [id, value] of entries) this.set(id, value);
  }

  get(id: unknown): V | undefined {
    return this.#entries.get(keyOf(id));
  }

  has(id: unknown): boolean {
    return this.#entries.has(keyOf(id));
  }

  set(id: unknown, value: V): this {
    this.#entries.set(keyOf(id), value);
    return this;
  }

  values(): IterableIterator<V> {
    return this.#entries.values();
  }
}

/** Text is told apart from the text of an object. */
function keyOf(id: unknown): unknown {
  if (typeof id === "string") return `s${id}`;
  if (typeof id !== "object" || id === null) return id;
  return isObjectId(id)
    ? `o${id instanceof ObjectId ? id : new ObjectId(id)}`
    : `j${id.constructor?.name} ${JSON.stringify(id)}`;
}
