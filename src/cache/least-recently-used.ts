import { clock } from "./clock.ts";

/** Values by key, of which the least recently used goes when there are too many, and each when it is too old. */
export class LeastRecentlyUsed<V> {
  readonly #capacity: number;
  readonly #lifetime: number;
  /** The least recently used first. */
  readonly #entries = new Map<string, { readonly value: V; readonly expires: number }>();

  /**
   * @param capacity most values that are kept
   * @param lifetime age in milliseconds at which a value is dropped
   */
  constructor(capacity: number, lifetime: number) {
    this.#capacity = capacity;
    this.#lifetime = lifetime;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    if (entry.expires <= clock.now()) return undefined;
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: V): void {
    this.#entries.delete(key);
    while (this.#entries.size >= this.#capacity) this.#entries.delete(this.#entries.keys().next().value!);
    this.#entries.set(key, { value, expires: clock.now() + this.#lifetime });
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
