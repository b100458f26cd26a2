import { currentAdapter } from "../../ffi/runtime.ts";
import manifest from "../../package.json" with { type: "json" };
import { diagnose } from "../doctor/diagnose.ts";
import type { Diagnosis } from "../doctor/diagnosis.ts";
import type { Finding, State } from "../doctor/finding.ts";
import { EXIT } from "../exit-codes.ts";
import type { Flags } from "../settings.ts";
import type { Terminal } from "../terminal.ts";

/** Options of `doctor`. */
export interface DoctorFlags extends Flags {
  timeout?: number;
  sample?: number;
  strict?: boolean;
}

const TIMEOUT_MS = 5000;
const MARKS: Readonly<Record<State, readonly [mark: string, colour: number]>> = {
  ok: ["ok", 32],
  warning: ["warning", 33],
  failure: ["FAILURE", 31],
  "not-checked": ["-", 90],
};

/** Looks for what is wrong with library, runtime, server, models and migrations, and says how to mend it. Changes nothing. */
export async function doctor(
  terminal: Terminal,
  { timeout = TIMEOUT_MS, sample = 0, strict = false, ...flags }: DoctorFlags,
  signal: AbortSignal,
): Promise<number> {
  const tell = (text: string): void => terminal.talk(text);
  const diagnosis = await diagnose(currentAdapter(), { flags, timeout, sample, signal, tell });
  const counts = {
    ok: diagnosis.count("ok"),
    warning: diagnosis.count("warning"),
    failure: diagnosis.count("failure"),
    "not-checked": diagnosis.count("not-checked"),
  };
  const healthy = counts.failure === 0 && !(strict && counts.warning > 0);
  const checks = diagnosis.findings.map(({ name, state, message, advice, details }) => {
    return { name, state, message, advice: advice ?? null, details: details ?? {} };
  });
  terminal.data({ haricot: manifest.version, healthy, counts, checks }, linesOf(terminal, diagnosis));
  const summary = [countOf(counts.failure, "failure"), countOf(counts.warning, "warning")].filter((text) =>
    text !== ""
  );
  terminal.talk(summary.length === 0 ? "all is well" : summary.join(", "));
  return healthy ? EXIT.done : EXIT.unwell;
}

function linesOf(terminal: Terminal, { findings }: Diagnosis): string[] {
  const width = Math.max(...findings.map(({ name }) => name.length));
  return folded(findings).flatMap(({ name, state, message, advice }) => {
    const [mark, colour] = MARKS[state];
    const line = `${terminal.strongData(mark.padEnd(8), colour)}${name.padEnd(width)}  ${message}`;
    return advice === undefined ? [line] : [line, `${" ".repeat(8 + width)}  -> ${advice}`];
  });
}

/** Neighbours of one area that were not checked for one reason are one line. */
function folded(findings: Diagnosis["findings"]): (Finding & { readonly name: string })[] {
  const lines: (Finding & { readonly name: string })[] = [];
  for (const finding of findings) {
    const last = lines.at(-1);
    const area = finding.name.split(".", 1)[0]!;
    const isSame = last?.state === "not-checked" && finding.state === "not-checked" &&
      last.name.startsWith(`${area}.`) && last.message === finding.message && last.advice === finding.advice;
    if (isSame) lines[lines.length - 1] = { ...last, name: `${area}.*` };
    else lines.push(finding);
  }
  return lines;
}

function countOf(count: number, what: string): string {
  return count === 0 ? "" : `${count} ${what}${count === 1 ? "" : "s"}`;
}
