import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { CommandEvent } from "./command-event.ts";

/** How the commands of a client are logged. */
export interface LogOptions {
  /** Only commands that took at least so many milliseconds, and those that failed; 0 or absent: all. */
  readonly slow?: number;
  /** `text`: a line for people (the default); `json`: a JSON object for programs. */
  readonly format?: "text" | "json";
  /** Show the values of filters and updates. They may be secrets: for debugging only. Default `false`: a `?` stands for each. */
  readonly values?: boolean;
  /** Where lines go, without their line break; default: stderr. An error that it throws is reported as an uncaught one, and the operation goes on. */
  readonly write?: (line: string, event: CommandEvent) => void;
}

/** What `log` takes: `true` for lines on stderr, a function that gets every command when it has ended, or options; `false` for no log. */
export type Log = boolean | ((event: CommandEvent) => void) | LogOptions;

const OPTIONS: readonly string[] = ["slow", "format", "values", "write"] satisfies (keyof LogOptions)[];

/** @throws {InvalidArgument} `log.options` for options that there are not, and values that they can not have */
export function checkLog(log: unknown): asserts log is Log | undefined {
  if (log === undefined || typeof log === "boolean" || typeof log === "function") return;
  if (typeof log !== "object" || log === null || Array.isArray(log)) {
    throw invalidLog(
      "`log` is true, a function that gets each command, or options such as { slow: 100 }",
      "log",
    );
  }
  const { slow, format, values, write, ...others } = log as Record<string, unknown>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw invalidLog(`"${unknown}" is no option of \`log\`. There are: ${OPTIONS.join(", ")}`, `log.${unknown}`);
  }
  if (slow !== undefined && !(typeof slow === "number" && slow >= 0 && slow < Infinity)) {
    throw invalidLog("`slow` is a number of milliseconds, 0 or more", "log.slow");
  }
  if (format !== undefined && format !== "text" && format !== "json") {
    throw invalidLog('`format` is "text" or "json"', "log.format");
  }
  if (values !== undefined && typeof values !== "boolean") throw invalidLog("`values` is true or false", "log.values");
  if (write !== undefined && typeof write !== "function") {
    throw invalidLog("`write` is a function that gets a line and its event", "log.write");
  }
}

/**
 * The log that the variable HARICOT_LOG asks for: words separated by commas, of `on`, `off`, `json`, `text`, `slow=<milliseconds>`.
 *
 * @throws {InvalidArgument} `log.options` for other words
 */
export function logOfEnvironment(variable: string | undefined): Log | undefined {
  const words = (variable ?? "").split(",").map((word) => word.trim().toLowerCase()).filter((word) => word !== "");
  if (words.length === 0) return undefined;
  if (words.some((word) => word === "off" || word === "0" || word === "false")) return false;
  const options: { slow?: number; format?: "text" | "json" } = {};
  for (const word of words) {
    const slow = /^slow=(\d+(?:\.\d+)?)$/.exec(word)?.[1];
    if (slow !== undefined) options.slow = Number(slow);
    else if (word === "json" || word === "text") options.format = word;
    else if (word !== "on" && word !== "1" && word !== "true") {
      throw invalidLog(
        "the variable HARICOT_LOG takes on, off, text, json and slow=<milliseconds>, separated by commas, as in HARICOT_LOG=json,slow=100",
        "HARICOT_LOG",
      );
    }
  }
  return options;
}

function invalidLog(what: string, path: string): InvalidArgument {
  return new InvalidArgument(`The log can not be set up: ${what}.`, { code: "log.options", path });
}
