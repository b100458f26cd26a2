import process from "node:process";
import { currentAdapter } from "../ffi/runtime.ts";
import { redact } from "./redact.ts";

const WIDTH = 24;

/** Data goes to stdout, talk to stderr. Colours and bars are for terminals only. */
export class Terminal {
  /** Data is given as one JSON value. */
  readonly json: boolean;
  readonly #isInteractive: boolean;
  readonly #colours: boolean;
  readonly #colouredData: boolean;
  #bar = "";

  constructor(json: boolean) {
    this.json = json;
    this.#isInteractive = process.stderr.isTTY === true && !json;
    this.#colours = this.#isInteractive && wantsColours();
    this.#colouredData = process.stdout.isTTY === true && !json && wantsColours();
  }

  /** The result of the command: `value` with `--json`, else the lines. */
  data(value: unknown, lines: readonly string[]): void {
    this.clear();
    const text = this.json ? [JSON.stringify(value, undefined, 2)] : lines;
    for (const line of text) process.stdout.write(`${redact(line)}\n`);
  }

  /** What is going on. */
  talk(text: string): void {
    this.clear();
    process.stderr.write(`${redact(text)}\n`);
  }

  /** What went wrong. */
  error(message: string, code: string | undefined): void {
    this.clear();
    const text = this.json
      ? JSON.stringify({ error: { code: code ?? null, message } })
      : `${this.strong("error", 31)}${code === undefined ? "" : ` ${code}`}: ${message}`;
    process.stderr.write(`${redact(text)}\n`);
  }

  /** Text that stands out, where there are colours. */
  strong(text: string, colour: number): string {
    return this.#colours ? `\x1b[${colour}m${text}\x1b[0m` : text;
  }

  /** The same in data. */
  strongData(text: string, colour: number): string {
    return this.#colouredData ? `\x1b[${colour}m${text}\x1b[0m` : text;
  }

  /** How far long work is; nothing where nobody looks. */
  progress(label: string, done: number, total: number): void {
    if (!this.#isInteractive) return;
    const share = total > 0 ? Math.min(1, done / total) : 0;
    const filled = Math.round(share * WIDTH);
    const bar = `${"#".repeat(filled)}${".".repeat(WIDTH - filled)} ${
      Math.floor(share * 100)
    }% ${label} ${done}/${total}`;
    process.stderr.write(`\r${bar.padEnd(this.#bar.length)}`);
    this.#bar = bar;
  }

  /** Takes the bar away. */
  clear(): void {
    if (this.#bar === "") return;
    process.stderr.write(`\r${" ".repeat(this.#bar.length)}\r`);
    this.#bar = "";
  }
}

function wantsColours(): boolean {
  return (variable("NO_COLOR") ?? "") === "" && variable("TERM") !== "dumb";
}

/** Deno would ask the user, or throw, where it may not read the environment. */
function variable(name: string): string | undefined {
  return "Deno" in globalThis ? currentAdapter().environment(name) : process.env[name];
}
