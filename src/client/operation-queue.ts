/** Runs one operation after another, in the order in which they were given: a transaction takes one at a time. */
export class OperationQueue {
  #busy = false;
  readonly #waiting: { start: () => void; refuse: (reason: unknown) => void }[] = [];

  /** Whether an operation given now has to wait. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Runs an operation when all before it have ended: within this call when there is none. */
  async run<T>(operation: () => Promise<T>): Promise<T> {
    const turn = this.#turn();
    if (turn !== undefined) await turn;
    try {
      return await operation();
    } finally {
      this.#next();
    }
  }

  /** Refuses what was not started yet. */
  refuseWaiting(reason: () => unknown): void {
    for (const { refuse } of this.#waiting.splice(0)) refuse(reason());
  }

  #turn(): Promise<void> | undefined {
    if (!this.#busy) {
      this.#busy = true;
      return undefined;
    }
    return new Promise((start, refuse) => void this.#waiting.push({ start, refuse }));
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#busy = false;
    else next.start();
  }
}
