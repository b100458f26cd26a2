import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "../../../mod.ts";

/** An entry of the server's `$currentOp`, as far as the tests look at it. */
export interface CurrentOperation {
  readonly connectionId?: number;
  readonly appName?: string;
  readonly command?: Record<string, unknown>;
  readonly clientMetadata?: Record<string, Record<string, unknown>>;
}

/** What runs on the server for an application, and its idle connections, those of the monitors included. */
export async function operationsOf(client: Client, appName: string): Promise<CurrentOperation[]> {
  const pipeline = [{ $currentOp: { allUsers: true, idleConnections: true } }, { $match: { appName } }];
  const command = { aggregate: 1, pipeline, cursor: { batchSize: 1000 } };
  const reply = await client.database("admin").command(command);
  return (reply["cursor"] as { firstBatch: CurrentOperation[] }).firstBatch;
}

/** Asks again until the answer fits, for ten seconds; gives the last answer either way. */
export async function eventually<T>(ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  for (let tries = 0;; tries++) {
    const answer = await ask();
    if (fits(answer) || tries === 200) return answer;
    await sleep(50);
  }
}

/** A name that no other application on the server has. */
export function uniqueAppName(purpose: string): string {
  return `haricot ${purpose} ${Math.random().toString(36).slice(2)}`;
}
