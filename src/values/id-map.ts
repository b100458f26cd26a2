import { isObjectId, ObjectId } from "./object-id.ts";
import { ObjectIdIndex } from "./object-id-index.ts";

/** A map whose keys are ids: equal ones are one key, also where they are objects. */
export class IdMap<V> {
  readonly #values: V[] = [];
  readonly #objectIds = new ObjectIdIndex();
  /** Positions in the list of values, of ObjectIds by their number. */
  readonly #ofObjectIds: number[] = [];
  readonly #others = new Map<unknown, number>();

  constructor(entries: Iterable<readonly [id: unknown, value: V]> = []) {
    for (const [id, value] of entries) this.set(id, value);
  }

  get size(): number {
    return this.#values.length;
  }

  get(id: unknown): V | undefined {
    const at = this.#positionOf(id);
    return at === undefined ? undefined : this.#values[at];
  }

  has(id: unknown): boolean {
    return this.#positionOf(id) !== undefined;
  }

  set(id: unknown, value: V): this {
    const at = this.#positionOf(id);
    if (at === undefined) this.#add(id, value);
    else this.#values[at] = value;
    return this;
  }

  /** In the order in which their ids came. */
  values(): readonly V[] {
    return this.#values;
  }

  #positionOf(id: unknown): number | undefined {
    if (id instanceof ObjectId) return this.#ofObjectIds[this.#objectIds.find(id)];
    if (isObjectId(id)) return this.#ofObjectIds[this.#objectIds.find(new ObjectId(id))];
    return this.#others.get(keyOf(id));
  }

  #add(id: unknown, value: V): void {
    const at = this.#values.push(value) - 1;
    if (!isObjectId(id)) this.#others.set(keyOf(id), at);
    else this.#ofObjectIds[this.#objectIds.add(id instanceof ObjectId ? id : new ObjectId(id))] = at;
  }
}

/** Text is told apart from the text of an object. */
function keyOf(id: unknown): unknown {
  if (typeof id === "string") return `s${id}`;
  if (typeof id !== "object" || id === null) return id;
  return `j${id.constructor?.name} ${JSON.stringify(id)}`;
}
