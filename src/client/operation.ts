import type { Frame } from "../transfer/frame.ts";
import type { Plan } from "../transfer/plan.ts";
import type { Database } from "./database.ts";
import type { ReadPreference } from "./read-preference.ts";
import type { Session } from "./session.ts";

/** Documents that go to the server with a command. */
export interface OperationDocuments {
  readonly plan: Plan | null;
  readonly values: readonly object[];
  /** Array field of the command that takes them, split by the server's limits; absent: they are used by splices only. */
  readonly statements?: string;
}

/** @internal One operation: a command of the server manual, and what Haricot adds to it. */
export interface Operation {
  readonly database: Database;
  /** Without `$db`, `lsid`, `txnNumber`, `$clusterTime`. */
  readonly command: Record<string, unknown>;
  readonly documents?: OperationDocuments | undefined;
  readonly session?: Session | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly readPreference?: ReadPreference | undefined;
  /** Limit of the whole operation, in milliseconds. */
  readonly timeoutMS?: number | undefined;
  /** Options of the cursor's later pages. */
  readonly getMore?:
    | { readonly batchSize?: number; readonly maxTimeMS?: number; readonly comment?: unknown }
    | undefined;
  /** Rows are whole pages of a cursor, as the server sends them, empty ones too, and not their documents. */
  readonly wholePages?: boolean | undefined;
  /** Keys that start with `$` may be stored. */
  readonly allowDollarKeys?: boolean | undefined;
  /** `$where`, `$function` and `$accumulator` are allowed. */
  readonly allowServerJavaScript?: boolean | undefined;
  /** A command that the user wrote: names are checked, filters are not. */
  readonly runCommand?: boolean | undefined;
  /** Updates and deletes of all documents are meant. */
  readonly acceptsEmptyCriteria?: boolean | undefined;
  /** Name of the model, for error messages. */
  readonly model?: string | undefined;
  /** Where the operation was asked for, when that was captured already; else it is captured where the operation is run. */
  readonly site?: Error | undefined;
}

/** How the documents of a reply become values. `plan` null: untyped. */
export interface Rows<T> {
  readonly plan: Plan | null;
  /** Reads all documents of a frame. */
  read(frame: Frame): T[];
}
