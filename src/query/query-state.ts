import type { BulkWriter } from "../bulk/bulk-writer.ts";
import { captureCallSite } from "../client/failure.ts";
import type { Operation, Rows } from "../client/operation.ts";
import type { Session } from "../client/session.ts";
import { joinFilters } from "../expression/criterion.ts";
import { setOwn } from "../expression/plain-object.ts";
import type { SentFilter } from "../expression/predicate.ts";
import type { FieldSortKey } from "../expression/sort-key.ts";
import type { FetchRequest } from "../fetching/fetch-request.ts";
import { hasLinks, type Separated, separated } from "../fetching/separation.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { CommandOptions } from "../types/options.ts";
import { copyOptions } from "./options.ts";
import { type Scope, scopeFilters } from "./scope.ts";

/** What every query carries; never changed, only copied with differences. */
export interface QueryState {
  readonly model: ModelRuntime;
  /** Filters as they are sent; empty ones are left out. */
  readonly filters: readonly SentFilter[];
  /** The query was made by a call that says that all documents are meant. */
  readonly meansAll: boolean;
  /** Which documents are meant, of a model that marks documents as deleted. */
  readonly scope: Scope;
  /** Documents of child classes are meant as well. */
  readonly withChildren: boolean;
  readonly sort: readonly FieldSortKey[];
  readonly skip: number;
  /** 0: no limit. */
  readonly limit: number;
  readonly options: CommandOptions & Readonly<Record<string, unknown>>;
  readonly session: Session | undefined;
  readonly signal: AbortSignal | undefined;
  /** A write waits in it and is sent with its commit. */
  readonly bulkWriter: BulkWriter | undefined;
  /** Read anew even where the model's results are kept, and keep none. */
  readonly ignoreCache: boolean;
  /** Which links are fetched; undefined: none. */
  readonly fetch: FetchRequest | undefined;
  /** Where the query began: what awaits it calls it in a later turn of the event loop, without the caller on the stack. */
  readonly site: Error | undefined;
}

const NO_OPTIONS = {};

/** The state of a query without criteria. */
export function initialState(model: ModelRuntime, meansAll: boolean): QueryState {
  return {
    model,
    filters: [],
    meansAll,
    scope: "live",
    withChildren: false,
    sort: [],
    skip: 0,
    limit: 0,
    options: NO_OPTIONS,
    session: undefined,
    signal: undefined,
    bulkWriter: undefined,
    ignoreCache: false,
    fetch: undefined,
    site: captureCallSite(model.bound?.database.client.engine.cheapStackTraces ?? true),
  };
}

/** The criteria of a query, with those that the model adds. */
export function criteriaOf(state: QueryState): readonly SentFilter[] {
  const added = scopeFilters(state.model, state.scope, state.withChildren);
  return added.length === 0 ? state.filters : [...state.filters, ...added];
}

/** The same as one filter. */
export function filterOf(state: QueryState): SentFilter {
  return joinFilters(criteriaOf(state));
}

/**
 * The criteria of a command that sees the collection alone.
 *
 * @throws {InvalidArgument} for a criterion or sort key on fields of linked documents
 */
export function ownCriteriaOf(state: QueryState): readonly SentFilter[] {
  const criteria = criteriaOf(state);
  if (hasLinks(state.model)) separated({ ...state, criteria, fetch: undefined });
  return criteria;
}

/** @throws {InvalidArgument} for the path of a field of linked documents */
export function checkOwnPath({ model, withChildren }: QueryState, path: string): void {
  if (hasLinks(model)) separated({ model, criteria: [], sort: [], fetch: undefined, withChildren }).pathOf(path);
}

/** The query divided by what needs its linked documents. */
export function separatedState(state: QueryState): Separated {
  return separated({ ...state, criteria: criteriaOf(state) });
}

/** How what the query finds becomes instances. */
export function rowsOf({ model, withChildren }: QueryState): Rows<object> {
  return withChildren && model.family !== undefined ? model.mixture.rows : model.rows();
}

/** Sort keys as the server takes them; a field that comes again keeps its first place. */
export function sortOf(keys: readonly FieldSortKey[]): Record<string, 1 | -1> {
  const sort: Record<string, 1 | -1> = {};
  for (const { path, direction } of keys) if (!Object.hasOwn(sort, path)) setOwn(sort, path, direction);
  return sort;
}

/** An operation whose cursor asks for `batchSize` documents with each later page, unless the query's options say another number. */
export function cursorOperation(
  state: QueryState,
  command: Record<string, unknown>,
  batchSize: number,
): Operation {
  const getMore: { batchSize?: number; comment?: unknown } = {};
  copyOptions(getMore, { batchSize, ...state.options }, ["batchSize", "comment"]);
  return { ...operationOf(state, command), getMore };
}

/** What an operation carries beside its command. */
export function operationOf(state: QueryState, command: Record<string, unknown>): Operation {
  const { timeoutMS, readPreference, allowServerJavaScript } = state.options as Partial<Operation>;
  return {
    database: state.model.binding().database,
    command,
    session: state.session,
    signal: state.signal,
    readPreference,
    timeoutMS,
    allowServerJavaScript,
    model: state.model.name,
  };
}
