import process from "node:process";
import { commandChannel } from "./command-channel.ts";
import type { CommandEvent } from "./command-event.ts";
import { jsonLine, textLine } from "./log-line.ts";
import type { Log, LogOptions } from "./log-options.ts";

/** Where a log looks up what it may not read without being allowed to. */
export interface LogSurroundings {
  /** A variable of the environment, undefined where it may not be read. */
  environment(variable: string): string | undefined;
}

/**
 * Logs the commands of a client until the function that it returns is called.
 *
 * @param client what the events of its commands name as theirs
 */
export function startLog(client: object, log: Log, surroundings: LogSurroundings): (() => void) | undefined {
  if (log === false) return undefined;
  const listener = typeof log === "function" ? log : lineWriter(log === true ? {} : log, surroundings);
  const { asyncEnd } = commandChannel;
  const onEnd = (message: unknown): void => {
    const event = message as CommandEvent;
    if (event.isOf(client)) listener(event);
  };
  asyncEnd.subscribe(onEnd);
  return () => void asyncEnd.unsubscribe(onEnd);
}

function lineWriter(options: LogOptions, surroundings: LogSurroundings): (event: CommandEvent) => void {
  const { slow = 0, format = "text", values = false, write = toStderr } = options;
  const colours = format === "text" && options.write === undefined && isColourful(surroundings);
  return (event) => {
    const failed = event.errorCode !== undefined;
    if (!failed && isIdle(event)) return;
    const isSlow = !event.awaitsData && slow > 0 && event.durationMS! >= slow;
    if (slow > 0 && !isSlow && !failed) return;
    write(format === "json" ? jsonLine(event, isSlow, values) : textLine(event, { isSlow, values, colours }), event);
  };
}

/** A wait for data that brought none: change streams ask again once a second. */
function isIdle(event: CommandEvent): boolean {
  return event.awaitsData && event.command === "getMore" && event.documentsRead === 0;
}

function toStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Colours for people at a terminal who did not say NO_COLOR (no-color.org). */
function isColourful({ environment }: LogSurroundings): boolean {
  return process.stderr.isTTY === true && (environment("NO_COLOR") ?? "") === "";
}
