import type { ChangeEvent } from "./change-event.ts";
import type { ChangeStream } from "./change-stream.ts";
import type { WatchOptions } from "./change-stream-options.ts";
import type { Client } from "./client.ts";
import { type Cursor, openCursor } from "./cursor.ts";
import type { Operation, Rows } from "./operation.ts";
import { runDocument } from "./run.ts";
import { watchPlain } from "./watch.ts";
import { readUntyped } from "../transfer/read-untyped.ts";

/** Documents as plain objects. */
const DOCUMENTS: Rows<Record<string, unknown>> = { plan: null, read: (frame) => readUntyped(frame) };

/** Options of {@link Database.command}. */
export type CommandOptions = Pick<
  Operation,
  "session" | "signal" | "readPreference" | "timeoutMS" | "allowServerJavaScript"
>;

/** A database of a deployment. */
export class Database {
  /** The connection that it belongs to. */
  readonly client: Client;
  /** Its name. */
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

  /**
   * Runs any command of the server manual whose reply is a cursor, and reads its documents page by page: `listCollections`,
   * `listIndexes`, `find`, `aggregate`. Nothing is sent until the first document is asked for.
   *
   * @param command name of the command first, for example `{ listIndexes: "products" }`
   * @returns the documents; reading them throws {@link ServerError} when the server refuses the command
   * @example
   * ```ts
   * for await (const { name } of shop.cursorCommand({ listCollections: 1, nameOnly: true })) console.log(name);
   * ```
   */
  cursorCommand(command: Record<string, unknown>, options: CommandOptions = {}): Cursor<Record<string, unknown>> {
    return openCursor({ ...options, database: this, command, runCommand: true }, DOCUMENTS);
  }

  /**
   * Changes in all collections of the database, as plain objects with stored names.
   *
   * @param pipeline stages that events go through (MongoDB manual, Modify Change Stream Output)
   * @throws {InvalidArgument} for what is no pipeline, and for options that there are not
   * @example
   * ```ts
   * for await (const event of shop.watch([{ $match: { operationType: "delete" } }])) console.log(event.resumeToken);
   * ```
   */
  watch(pipeline: readonly object[] = [], options: WatchOptions = {}): ChangeStream<ChangeEvent> {
    return watchPlain(`The database ${this.name}, watch()`, this, {}, pipeline, options);
  }
}
