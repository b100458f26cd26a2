import process from "node:process";

/** What a program found out. `npm run test:faults` fails when one of `failed` and `lost` is not 0. */
export interface Findings {
  /** How much was done, and acknowledged by the server. */
  readonly acknowledged: number;
  /** Why calls failed. */
  readonly failures: readonly string[];
  /** What is missing, is there twice or by half. */
  readonly lost: readonly string[];
  /** Further figures, which are only shown. */
  readonly [figure: string]: number | readonly string[];
}

/** How many reasons are printed: thousands of calls may fail for the same one. */
const REASONS = 20;

/**
 * Runs what writes until a line comes on standard input, and prints what it found out as one line of JSON. The line before says that it has begun: from then
 * on primaries are killed.
 */
export async function underFaults(work: (isStopped: () => boolean) => Promise<Findings>): Promise<void> {
  let stopped = false;
  process.stdin.once("data", () => stopped = true);
  console.log("begun");
  const { failures, lost, ...figures } = await work(() => stopped);
  process.stdin.destroy();
  console.log(
    JSON.stringify({
      ...figures,
      failed: failures.length,
      lost: lost.length,
      reasons: [...failures.slice(0, REASONS), ...lost.slice(0, REASONS)],
    }),
  );
}

/** The message of an error with those of its causes, for a log. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? ` [${String(error.code)}]` : "";
  return `${error.name}${code}: ${error.message}${error.cause === undefined ? "" : ` <- ${reasonOf(error.cause)}`}`;
}
