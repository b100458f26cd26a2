import { type ServerDetails, ServerError } from "./server-error.ts";

/** One statement of a bulk write that failed. */
export interface WriteFailure {
  /** Position among the statements (documents, operations) of the call, from 0. */
  readonly index: number;
  /** The server's number of the error; 0 where Haricot found it, as with a revision that somebody else changed. */
  readonly code: number;
  /** The server's explanation. */
  readonly message: string;
  /** Of a duplicate: the key of the unique index, by stored names. */
  readonly keyPattern?: Readonly<Record<string, unknown>> | undefined;
  /** Of a duplicate: the values that are there already, by stored names. */
  readonly keyValue?: Readonly<Record<string, unknown>> | undefined;
  /** Further findings of the server, for example which rule of a collection's validator failed. */
  readonly errInfo?: unknown;
}

/** What a bulk writer did. Positions are those of its operations, from 0. */
export interface BulkWriteResult {
  /** Documents that inserts stored. */
  readonly insertedCount: number;
  /** Documents that updates and replacements matched. */
  readonly matchedCount: number;
  /** Documents that are different now. */
  readonly modifiedCount: number;
  /** Documents removed. */
  readonly deletedCount: number;
  /** Documents that upserts inserted, `save()` of new documents included. */
  readonly upsertedCount: number;
  /** Ids of inserted documents by the position of their operation. */
  readonly insertedIds: Readonly<Record<number, unknown>>;
  /** Ids of upserted documents by the position of their operation. */
  readonly upsertedIds: Readonly<Record<number, unknown>>;
}

/** Some statements of a write with several failed; the others took effect. Code `server.bulk_write`. */
export class BulkWriteError extends ServerError {
  /** Every statement that failed. */
  readonly errors: readonly WriteFailure[];
  /** Write concern errors of the same call, as the server sent them. */
  readonly writeConcernErrors: readonly unknown[];
  /** What took effect: `n`, the number of documents inserted or matched; of a bulk writer all its counts. */
  readonly result: { readonly n: number } & Partial<BulkWriteResult>;

  /** Used by Haricot; programs catch it. */
  constructor(
    message: string,
    details: ServerDetails & {
      errors?: readonly WriteFailure[];
      writeConcernErrors?: readonly unknown[];
      n?: number;
      result?: BulkWriteResult;
    } = {},
  ) {
    super(message, details, "server.bulk_write");
    this.errors = details.errors ?? [];
    this.writeConcernErrors = details.writeConcernErrors ?? [];
    this.result = { n: details.n ?? 0, ...details.result };
  }
}
