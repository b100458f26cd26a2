import { spawn } from "node:child_process";
import process from "node:process";

/** How a command ended, with what it printed: on both streams, and on the first alone. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly printed: string;
}

/** Runs a command in a folder. */
export function command(
  program: string,
  args: readonly string[],
  { cwd, env = {} }: { cwd: string; env?: Readonly<Record<string, string>> },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [output, printed] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      printed += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => output += text);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output, printed }));
  });
}
