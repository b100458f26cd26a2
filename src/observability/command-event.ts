import type { Measurements } from "../engine/measurements.ts";
import { HaricotError } from "../errors/haricot-error.ts";
import { ServerError } from "../errors/server-error.ts";
import { type SentCommand, shapeOf } from "./shape.ts";

/** What is known when a command is sent. */
export interface CommandStart extends SentCommand {
  readonly name: string;
  readonly client: object;
  readonly database: string;
  readonly collection: string | undefined;
  readonly model: string | undefined;
  readonly inTransaction: boolean;
  readonly awaitsData: boolean;
}

/**
 * One command to the server: what it was, how long it took, what it moved, how it ended. The log, the channel `haricot:command` and the spans all show
 * this. Values of filters, updates and documents are not in it. Sizes and times of the engine are known when the command has ended.
 */
export class CommandEvent {
  /** Name of the command in the server's manual: `find`, `getMore`, `aggregate`, `insert`, `commitTransaction`. */
  readonly command: string;
  /** Name of the database. */
  readonly database: string;
  /** Name of the collection, where the command has one. */
  readonly collection: string | undefined;
  /** Name of the model that the call was for; undefined for plain commands. */
  readonly model: string | undefined;
  /** When it was sent. */
  readonly startedAt: Date = new Date();
  /** Whether it is part of a transaction. */
  readonly inTransaction: boolean;
  /** The server waits for data before it answers, as it does for change streams: a long time is no slow one. */
  readonly awaitsData: boolean;
  /** Inserts, updates and deletes in it; undefined for other commands. */
  readonly statements: number | undefined;
  /** Documents that came with the reply; undefined when it brings none. */
  documentsRead: number | undefined;
  /** Documents that an insert, update or delete has stored, changed or removed, as the server counts them. */
  documentsWritten: number | undefined;
  /** From the call in JavaScript until its result was made, in milliseconds. */
  durationMS: number | undefined;
  /** The part of it between sending and replies, waiting for a connection included, in milliseconds. */
  networkMS: number | undefined;
  /** What the engine took in all: encoding, network, decoding, pauses before retries. In milliseconds. */
  engineMS: number | undefined;
  /** BSON bytes of the command before compression; undefined where the driver makes it (`getMore`, ends of transactions). */
  bytesSent: number | undefined;
  /** BSON bytes of the reply after decompression. */
  bytesReceived: number | undefined;
  /** Commands that the call became: more than 1 where the server's limits split it, 0 when nothing had to be sent. */
  commands: number | undefined;
  /** How often one of them was sent again. */
  retries: number | undefined;
  /** Host of the server that answered. */
  host: string | undefined;
  /** Port of the server; undefined for a socket of the file system. */
  port: number | undefined;
  /** Number of the connection in its pool. */
  connectionId: number | undefined;
  /** Why it failed: Haricot's error, or the reason of an AbortSignal. Its message may quote values. */
  error: unknown;
  /** The stable code of that error, as in `docs/errors`; for errors that are not ours the name of their class. */
  errorCode: string | undefined;
  /** The server's number of the error. */
  serverCode: number | undefined;
  readonly #began = performance.now();
  readonly #sent: SentCommand;
  readonly #client: object;

  /**
   * Made where commands are sent.
   *
   * @internal
   */
  constructor(start: CommandStart) {
    this.command = start.name;
    this.database = start.database;
    this.collection = start.collection;
    this.model = start.model;
    this.inTransaction = start.inTransaction;
    this.awaitsData = start.awaitsData;
    this.statements = start.statements;
    this.#sent = start;
    this.#client = start.client;
  }

  /**
   * What was asked, in the server's terms, with `?` for every value: `{ filter: { price: { $lt: ? } }, limit: 5 }`. Made when it is called.
   *
   * @param options `values`: with the values themselves, cut at 100 characters. They may be secrets. Commands that carry credentials show none
   */
  query(options: { readonly values?: boolean } = {}): string {
    return shapeOf(this.command, this.#sent, options.values === true);
  }

  /** Whether the command went through this client. */
  isOf(client: object): boolean {
    return this.#client === client;
  }

  /** All that is known, with the query's shape and without the error itself. */
  toJSON(): Record<string, unknown> {
    const { error: _, ...known } = this;
    return { ...known, query: this.query() };
  }

  /**
   * Takes over what the engine measured; called where commands are sent.
   *
   * @internal
   */
  measured(figures: Measurements | undefined): void {
    if (figures === undefined) return;
    this.networkMS = figures.networkMS;
    this.engineMS = figures.engineMS;
    this.commands = figures.commands;
    this.retries = figures.retries;
    if (figures.bytesSent > 0) this.bytesSent = figures.bytesSent;
    if (figures.bytesReceived > 0) this.bytesReceived = figures.bytesReceived;
    if (figures.host === "") return;
    this.host = figures.host;
    this.port = figures.port === 0 ? undefined : figures.port;
    this.connectionId = figures.connectionId;
  }

  /**
   * The command has ended; called where commands are sent.
   *
   * @internal
   */
  ended(): void {
    this.durationMS = performance.now() - this.#began;
  }

  /**
   * Why it has failed; called where commands are sent.
   *
   * @internal
   */
  failed(error: unknown): void {
    this.error = error;
    this.errorCode = error instanceof HaricotError ? error.code : nameOf(error);
    if (error instanceof ServerError) this.serverCode = error.serverCode;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
