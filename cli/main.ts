#!/usr/bin/env bun
/**
 * The command `haricot`: `bunx haricot`, or `deno run -A npm:haricot`.
 *
 * @module
 */

import { CommanderError } from "commander";
import process from "node:process";
import manifest from "../package.json" with { type: "json" };
import { InvalidArgument } from "../src/errors/invalid-argument.ts";
import { HaricotError } from "../src/errors/haricot-error.ts";
import { EXIT, UsageError } from "./exit-codes.ts";
import { program } from "./program.ts";
import { Terminal } from "./terminal.ts";

const interruption = new AbortController();
const args = process.argv.slice(2).map((arg) => arg === "-uri" || arg === "-db" ? `-${arg}` : arg);

process.once("SIGINT", () => interruption.abort(new Error("interrupted")));
let code: number = EXIT.done;
let endsAtOnce = false;
try {
  const finish = (given: number, atOnce = false): void => void ([code, endsAtOnce] = [given, atOnce]);
  await program(manifest.version, interruption.signal, finish).parseAsync(args, { from: "user" });
} catch (error) {
  code = failed(error);
}
process.exitCode = code;
if (endsAtOnce) await exitWhenWritten();

async function exitWhenWritten(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<unknown>((resolve) => stream.write("", resolve));
  }
  process.exit();
}

function failed(error: unknown): number {
  // The parser has said what is wrong, or shown its help.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const terminal = new Terminal(args.includes("--json"));
  if (interruption.signal.aborted) {
    terminal.error("interrupted", undefined);
    return EXIT.interrupted;
  }
  terminal.error(error instanceof Error ? error.message : String(error), codeOf(error));
  if (error instanceof UsageError || error instanceof InvalidArgument) return EXIT.usage;
  return codeOf(error) === "migration.locked" ? EXIT.locked : EXIT.failed;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof HaricotError ? error.code : undefined;
}
