// One JSON request a line on stdin, one JSON reply a line on stdout.
import process from "node:process";
import { createInterface } from "node:readline";
import type { ModelName } from "./contender.ts";

export interface Request {
  readonly id: number;
  readonly task: string;
  /** What the documents look like. */
  readonly shape: ModelName;
  /** The model that reads and writes them. */
  readonly model: ModelName;
  /** Timed samples; one more runs before them, untimed. */
  readonly samples: number;
  /** Operations in one sample, for tasks made of many small ones. */
  readonly operations: number;
  readonly uri: string;
  readonly database: string;
  /** Folder with the input documents. */
  readonly folder: string;
  /** Folder with the documents of the ODM benchmark; empty when they are not there. */
  readonly odmFolder: string;
}

/** Times in milliseconds, one a sample, and what the runner checks. `figures` are measured values that are not times. */
export interface Outcome {
  times: number[];
  count: number;
  sum: number;
  figures?: Record<string, number>;
}

export async function serve(answer: (request: Request) => Promise<Outcome>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const request: Request = JSON.parse(line);
    let reply: object;
    try {
      reply = { id: request.id, ...await answer(request) };
    } catch (error) {
      reply = { id: request.id, error: error instanceof Error ? error.stack ?? error.message : String(error) };
    }
    process.stdout.write(JSON.stringify(reply) + "\n");
  }
}
