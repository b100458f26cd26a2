import { InvalidArgument } from "../errors/invalid-argument.ts";
import { joinFilters } from "../expression/criterion.ts";
import { copyOptions } from "./options.ts";
import { targetStages } from "./fetching-read.ts";
import { matchStagesOf } from "./match-stages.ts";
import { ownCriteriaOf, type QueryState, separatedState, sortOf } from "./query-state.ts";

const FIND_OPTIONS = [
  "hint",
  "collation",
  "maxTimeMS",
  "comment",
  "let",
  "allowDiskUse",
  "noCursorTimeout",
  "allowPartialResults",
  "readConcern",
];
const AGGREGATE_OPTIONS = ["hint", "collation", "maxTimeMS", "comment", "let", "allowDiskUse", "readConcern"];
const DISTINCT_OPTIONS = ["collation", "maxTimeMS", "comment", "readConcern", "hint"];

/** The `find` command of a query. */
export function findCommand(
  state: QueryState,
  projection: Record<string, unknown> | undefined,
  limit: number,
  batchSize: number,
): Record<string, unknown> {
  const command: Record<string, unknown> = { find: state.model.binding().collection };
  const criteria = ownCriteriaOf(state);
  if (criteria.length > 0) command.filter = joinFilters(criteria);
  if (state.sort.length > 0) command.sort = sortOf(state.sort);
  if (state.skip > 0) command.skip = state.skip;
  if (limit > 0) command.limit = limit;
  if (projection !== undefined) command.projection = projection;
  const batch = (state.options.batchSize as number | undefined) ?? batchSize;
  if (limit === 1) command.singleBatch = true;
  else command.batchSize = wholePage(limit, batch);
  copyOptions(command, state.options, FIND_OPTIONS);
  return command;
}

/** The size of the first page. One more than the limit lets the server close the cursor with it. */
export function wholePage(limit: number, batchSize: number): number {
  return limit > 0 && limit <= batchSize ? limit + 1 : batchSize;
}

/**
 * An `aggregate` command.
 *
 * @param batchSize documents of a page; undefined: the answer is one value, or few
 * @throws {InvalidArgument} for an option that aggregations do not have
 */
export function aggregateCommand(
  state: QueryState,
  pipeline: readonly object[],
  batchSize?: number,
): Record<string, unknown> {
  checkFindOptions(state, batchSize === undefined ? ["allowPartialResults"] : FIND_ONLY);
  const batch = (state.options.batchSize as number | undefined) ?? batchSize;
  const command: Record<string, unknown> = {
    aggregate: state.model.binding().collection,
    pipeline,
    cursor: batch === undefined ? {} : { batchSize: batch },
  };
  copyOptions(command, state.options, AGGREGATE_OPTIONS);
  return command;
}

/** Options of `find` that no other command has; a cursor that lives longer means nothing where the answer is a single value. */
const FIND_ONLY = ["noCursorTimeout", "allowPartialResults"] as const;

function checkFindOptions({ model, options }: QueryState, names: readonly (typeof FIND_ONLY)[number][]): void {
  const name = names.find((one) => options[one] !== undefined);
  if (name === undefined) return;
  throw new InvalidArgument(
    `${model.name}: "${name}" is an option of the server's find command, and this is answered by another one: an aggregation, a count, computed or distinct ` +
      "values, or links that are fetched by lookups, since criteria, sort keys or a projection look into them, the model keeps results, or a snapshot is read. Leave the option out.",
    { code: "argument.options", path: name },
  );
}

/** The `distinct` command of a query. */
export function distinctCommand(state: QueryState, key: string): Record<string, unknown> {
  checkFindOptions(state, ["allowPartialResults"]);
  const command: Record<string, unknown> = { distinct: state.model.binding().collection, key };
  const criteria = ownCriteriaOf({ ...state, sort: [] });
  if (criteria.length > 0) command.query = joinFilters(criteria);
  copyOptions(command, state.options, DISTINCT_OPTIONS);
  return command;
}

/** The stages that leave the documents that match; criteria on linked fields look these up where the query fetches links. */
export function matchStages(state: QueryState): Record<string, unknown>[] {
  if (state.fetch === undefined) return matchStagesOf(ownCriteriaOf({ ...state, sort: [] }));
  const whole = { ...state, sort: [], skip: 0 };
  return targetStages(whole, separatedState(whole), { limit: 0 });
}

/** The stages that stand for a query's sort, skip and limit. */
export function pagingStages(state: QueryState): Record<string, unknown>[] {
  const stages: Record<string, unknown>[] = [];
  if (state.sort.length > 0) stages.push({ $sort: sortOf(state.sort) });
  if (state.skip > 0) stages.push({ $skip: state.skip });
  if (state.limit > 0) stages.push({ $limit: state.limit });
  return stages;
}
