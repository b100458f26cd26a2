import { type ChildProcessByStdio, spawn } from "node:child_process";
import { basename, dirname } from "node:path";
import process from "node:process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { library } from "./environment.ts";

/** How a program ended. `signal` is set when it crashed or hung (`SIGKILL`). */
export interface Outcome {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
  readonly errors: string;
}

/** What a program runs with. */
export interface ProgramOptions {
  readonly args?: readonly string[];
  /** Permissions in Deno; default: the library alone. */
  readonly permissions?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where it starts: there the runtimes look for compiler options. */
  readonly cwd?: string;
  /** Command of Deno; default: `run`. */
  readonly command?: readonly string[];
}

/** A program that was started. */
export type Program = ChildProcessByStdio<null, Readable, Readable>;

/** A program that is still running after this time hangs; it is killed, which fails its test. */
const HANGS_AFTER = 60_000;

/** Whether this is Deno. */
export const inDeno: boolean = "Deno" in globalThis;

/** Starts a program in the runtime of the caller, in a process of its own. */
export function startProgram(path: URL, options: ProgramOptions = {}): Program {
  const permissions = options.permissions ?? [`--allow-ffi=${library}`];
  const file = fileURLToPath(path);
  const args = inDeno
    ? [...options.command ?? ["run"], "--no-check", "--no-prompt", "--quiet", ...permissions, file]
    : ["run", file];
  // By name: Deno's node:child_process adds --allow-all to a call of its own executable by path.
  return spawn(basename(process.execPath), [...args, ...options.args ?? []], {
    env: {
      ...process.env,
      PATH: `${dirname(process.execPath)}:${process.env["PATH"]}`,
      NO_COLOR: "1",
      ...options.env,
    },
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Runs a program of `tests/runtime/programs`, or another one, in the runtime of the caller, until it ends. */
export function runProgram(program: string | URL, options: ProgramOptions = {}): Promise<Outcome> {
  const path = typeof program === "string" ? new URL(`../runtime/programs/${program}.ts`, import.meta.url) : program;
  return new Promise((resolve, reject) => {
    const child = startProgram(path, options);
    const texts = { output: "", errors: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => texts.output += text);
    child.stderr.setEncoding("utf8").on("data", (text: string) => texts.errors += text);
    const limit = setTimeout(() => child.kill("SIGKILL"), HANGS_AFTER);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(limit);
      resolve({ code, signal, ...texts });
    });
  });
}

/** Runs a program many times, a few processes at once. */
export async function runProgramOften(times: number, name: string, options: ProgramOptions = {}): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let started = 0;
  const lane = async (): Promise<void> => {
    while (started++ < times) outcomes.push(await runProgram(name, options));
  };
  await Promise.all(Array.from({ length: 4 }, lane));
  return outcomes;
}
