/** What the worker of a contender says that it found. */
export interface Claim {
  count: number;
  sum: number;
}
/** Throws when a claim, or what is stored, is not what the task must leave behind. */
export function verify(
  task: {
    task: string;
    shape: string;
    model?: string;
    documents: number;
    operations: number;
    samples: number;
    lanes?: number;
  },
  claim: Claim,
  seed: { documents(shape: string): object[]; written(shape: string): Promise<object[]> },
): Promise<void>;
