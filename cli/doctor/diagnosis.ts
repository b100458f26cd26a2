import { HaricotError } from "../../src/errors/haricot-error.ts";
import { isRefused } from "./ask.ts";
import { type CheckName, CHECKS, failure, type Finding, notChecked, type State } from "./finding.ts";

/** What all checks found. */
export class Diagnosis {
  readonly #findings = new Map<CheckName, Finding>();
  readonly #signal: AbortSignal;

  /** @param signal aborting it ends the checks with its reason */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  set(name: CheckName, finding: Finding): void {
    this.#findings.set(name, finding);
  }

  /** Runs a check. What it throws is a finding, too. */
  async check(name: CheckName, look: () => Finding | Promise<Finding>): Promise<void> {
    try {
      this.set(name, await look());
    } catch (error) {
      this.#signal.throwIfAborted();
      this.set(name, isRefused(error) ? notChecked("this user may not look") : unexpected(error));
    }
  }

  /** For checks that need what there is not. */
  skip(names: readonly CheckName[], finding: Finding): void {
    for (const name of names) this.set(name, finding);
  }

  /** All checks in the order of the report. */
  get findings(): (Finding & { readonly name: CheckName })[] {
    return CHECKS.map((name) => ({ name, ...this.#findings.get(name) ?? notChecked("there was nothing to look at") }));
  }

  /** How many checks ended in a way. */
  count(state: State): number {
    return this.findings.filter((finding) => finding.state === state).length;
  }
}

function unexpected(error: unknown): Finding {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof HaricotError)) return failure(message, "the message says where to look");
  return failure(message, `the page of the error ${error.code} says more (docs/errors)`, { code: error.code });
}
