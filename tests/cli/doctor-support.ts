import assert from "node:assert/strict";
import type { CheckName, State } from "../../cli/doctor/finding.ts";
import type { Project } from "./support.ts";

/** An entry of the report. */
export interface Check {
  readonly name: CheckName;
  readonly state: State;
  readonly message: string;
  readonly advice: string | null;
  // deno-lint-ignore no-explicit-any -- each check has details of its own
  readonly details: Record<string, any>;
}

/** What `haricot doctor --json` says, and how it ended. */
export interface Report {
  readonly code: number | null;
  readonly healthy: boolean;
  readonly counts: Readonly<Record<State, number>>;
  readonly errors: string;
  readonly checks: Readonly<Record<CheckName, Check>>;
  readonly names: readonly string[];
}

/** Runs the doctor in a project. */
export async function examine(
  project: Project,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  permissions?: readonly string[],
): Promise<Report> {
  const { code, output, errors } = await project.haricot(["doctor", "--json", ...args], env, permissions);
  assert.notEqual(output, "", errors);
  const { checks, healthy, counts } = JSON.parse(output) as Report & { checks: Check[] };
  const byName = Object.fromEntries(checks.map((check) => [check.name, check])) as Report["checks"];
  return { code, healthy, counts, errors, checks: byName, names: checks.map(({ name }) => name) };
}

/** The names of the checks that ended in a way. */
export function inState(report: Report, state: State): string[] {
  return Object.values(report.checks).filter((check) => check.state === state).map(({ name }) => name);
}
