/** The result of one contender at one task. */
export interface Measured {
  median?: number;
  figures: Record<string, number>;
}
/** One target, and what a run has found. */
export interface Judgement {
  what: string;
  runtime: string;
  wanted: string;
  found: string;
  /** Null when something that it needs was not measured. */
  met: boolean | null;
}
/** Every target of the design with what the run has found. */
export function judge(
  run: { results: Record<string, Record<string, Measured>>; tasks: { id: string; label: string; group?: string }[] },
  labels: Record<string, string>,
): Judgement[];
