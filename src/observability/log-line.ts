import type { CommandEvent } from "./command-event.ts";

/** How a line for people looks. */
export interface TextOptions {
  /** The command was slower than the log's limit. */
  readonly isSlow: boolean;
  readonly values: boolean;
  readonly colours: boolean;
}

const COLOUR = { dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/**
 * A line for people: time, what, where, how long, how much, what was asked.
 *
 * @example `09:41:07.512 haricot find shop.products (Product) 1.92 ms, 5 read, 118 B sent, 1.3 kB received { filter: { price: { $lt: ? } } }`
 */
export function textLine(event: CommandEvent, { isSlow, values, colours }: TextOptions): string {
  const paint = (text: string, colour: keyof typeof COLOUR): string =>
    colours ? `\u001b[${COLOUR[colour]}m${text}\u001b[0m` : text;
  const parts = [paint(event.startedAt.toISOString().slice(11, 23), "dim"), "haricot"];
  if (event.errorCode !== undefined) parts.push(paint("FAILED", "red"));
  if (isSlow) parts.push(paint("SLOW", "yellow"));
  parts.push(paint(event.command, "cyan"), placeOf(event));
  if (event.model !== undefined) parts.push(`(${event.model})`);
  parts.push(figuresOf(event).join(", "));
  if (event.inTransaction) parts.push("in a transaction");
  const query = event.query({ values });
  if (query !== "{}") parts.push(paint(query, "dim"));
  return parts.join(" ");
}

/** A JSON object for programs: the event, and whether it was slow. */
export function jsonLine(event: CommandEvent, isSlow: boolean, values: boolean): string {
  const fields = event.toJSON();
  if (isSlow) fields["slow"] = true;
  if (values) fields["query"] = event.query({ values });
  return JSON.stringify(fields);
}

function placeOf({ database, collection }: CommandEvent): string {
  return collection === undefined ? database : `${database}.${collection}`;
}

function figuresOf(event: CommandEvent): string[] {
  const figures = [milliseconds(event.durationMS!)];
  if (event.errorCode !== undefined) {
    figures.unshift(event.serverCode === undefined ? event.errorCode : `${event.errorCode} (${event.serverCode})`);
  }
  if (event.documentsRead !== undefined) figures.push(`${event.documentsRead} read`);
  if (event.documentsWritten !== undefined) figures.push(`${event.documentsWritten} written`);
  if (event.bytesSent !== undefined) figures.push(`${bytes(event.bytesSent)} sent`);
  if (event.bytesReceived !== undefined) figures.push(`${bytes(event.bytesReceived)} received`);
  if ((event.commands ?? 1) > 1) figures.push(`${event.commands} commands`);
  if ((event.retries ?? 0) > 0) figures.push(event.retries === 1 ? "1 retry" : `${event.retries} retries`);
  return figures;
}

function milliseconds(time: number): string {
  return `${time < 10 ? time.toFixed(2) : time < 100 ? time.toFixed(1) : time.toFixed(0)} ms`;
}

function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  return count < 1e6 ? `${(count / 1e3).toFixed(1)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}
