/** A spare of more bytes than this may be collected as garbage while it waits. */
const KEPT_BYTES = 4 * 1024 * 1024;

/** Keeps one object with large buffers for the next use; the larger ones only as long as the garbage collector leaves them. */
export class Spare<T extends object> {
  #kept: T | undefined;
  #weak: WeakRef<T> | undefined;

  /** Takes the spare out, if there is one. */
  take(): T | undefined {
    const spare = this.#kept ?? this.#weak?.deref();
    this.#kept = this.#weak = undefined;
    return spare;
  }

  /** @param bytes size of the buffers that the object holds */
  put(spare: T, bytes: number): void {
    if (bytes <= KEPT_BYTES) this.#kept = spare;
    else this.#weak = new WeakRef(spare);
  }
}
