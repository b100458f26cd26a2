import type { Client } from "./client.ts";
import type { Operation } from "./operation.ts";
import { runDocument } from "./run.ts";

/** Options of {@link Database.command}. */
export type CommandOptions = Pick<
  Operation,
  "session" | "signal" | "readPreference" | "timeoutMS" | "allowServerJavaScript"
>;

/** A database of a deployment. */
export class Database {
  readonly client: Client;
  readonly name: string;

  /** Use {@link Client.database}. */
  constructor(client: Client, name: string) {
    this.client = client;
    this.name = name;
  }

  /**
   * Runs any command of the server manual.
   *
   * @param command name of the command first, for example `{ collStats: "products" }`
   * @returns the server's reply
   * @throws {ServerError} when the server refuses it
   */
  command(command: Record<string, unknown>, options: CommandOptions = {}): Promise<Record<string, unknown>> {
    return runDocument({ ...options, database: this, command, runCommand: true });
  }
}
