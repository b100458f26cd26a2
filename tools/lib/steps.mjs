import { NONE, sum } from "./counts.mjs";

/** Runs steps one after another, goes on after a failure, and keeps account by group. */
export class Steps {
  #groups = new Map();
  #failures = [];
  #notRun = [];

  /**
   * @param {string} group row of the summary, for example "bun"
   * @param {string} name what the step checks
   * @param {() => Promise<{ code: number, counts?: { passed: number, failed: number, notRun: number }, notRun?: string[] }>} work
   */
  async step(group, name, work) {
    console.log(`\n── ${name}`);
    const began = performance.now();
    let outcome;
    try {
      outcome = await work();
    } catch (error) {
      console.error(error);
      outcome = { code: 1 };
    }
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const counts = { ...NONE, ...(outcome.counts ?? { passed: outcome.code === 0 ? 1 : 0 }) };
    // A step that fails without a failed test (a crash, say) is a failure of its own.
    if (outcome.code !== 0 && counts.failed === 0) counts.failed = 1;
    if (counts.failed > 0) this.#failures.push(name);
    this.#notRun.push(...outcome.notRun ?? []);
    console.log(`${counts.failed > 0 ? "✗" : "✓"} ${name} (${seconds} s)`);
    this.#add(group, counts);
  }

  /** Notes what could not be run, and why. */
  notRun(group, name, reason) {
    console.log(`\n── ${name}\n- not run: ${reason}`);
    this.#notRun.push(`${name} (${reason})`);
    this.#add(group, { ...NONE, notRun: 1 });
  }

  /** Prints the account; the last line has the totals. Returns the exit code. */
  summary() {
    const total = sum([...this.#groups.values()]);
    const row = (name, counts) =>
      console.log(
        `${name.padEnd(10)}${[counts.passed, counts.failed, counts.notRun].map((n) => String(n).padStart(9)).join("")}`,
      );
    console.log(`\n${"".padEnd(10)}${["passed", "failed", "not run"].map((word) => word.padStart(9)).join("")}`);
    for (const [name, counts] of this.#groups) row(name, counts);
    if (this.#failures.length > 0) console.log(`Failed: ${this.#failures.join("; ")}`);
    if (total.notRun > 0) console.log(`Not run: ${this.#notRun.join("; ")}`);
    console.log(`${total.passed} passed, ${total.failed} failed`);
    return total.failed === 0 ? 0 : 1;
  }

  #add(group, counts) {
    this.#groups.set(group, sum([this.#groups.get(group) ?? NONE, counts]));
  }
}
