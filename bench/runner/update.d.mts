/** What a run of the benchmark leaves behind, as far as two of them can be put together. */
export interface Outcome {
  date: string;
  machine: object;
  versions: object;
  rounds: number;
  runs: { server: object; tasks: { id: string }[]; results: Record<string, unknown>; failures: unknown[] }[];
}
/** A complete run with the tasks of a later, partial one in place of its own. Throws when the two can not stand in one table. */
export function updated(complete: Outcome, later: Outcome): Outcome;
