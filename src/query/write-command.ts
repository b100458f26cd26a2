import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { Operation } from "../client/operation.ts";
import type { Splice } from "../transfer/splice.ts";
import { joinFilters } from "../expression/criterion.ts";
import { addArrayFilters } from "../expression/array-filters.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import type { SentUpdate } from "../expression/merge-changes.ts";
import { copyOptions } from "./options.ts";
import { operationOf, ownCriteriaOf, type QueryState, sortOf } from "./query-state.ts";

const STATEMENT_OPTIONS = ["hint", "collation", "upsert"];
const COMMAND_OPTIONS = ["let", "comment", "maxTimeMS", "bypassDocumentValidation", "writeConcern"];

/** An `update` command with one statement. */
export function updateCommand(state: QueryState, update: SentUpdate | Splice, multi: boolean): Record<string, unknown> {
  const statement: Record<string, unknown> = { q: joinFilters(ownCriteriaOf(state)), u: update, multi };
  copyOptions(statement, state.options, STATEMENT_OPTIONS);
  addArrayFilters(statement, state.model, state.options.arrayFilters, update);
  const command: Record<string, unknown> = { update: state.model.binding().collection, updates: [statement] };
  copyOptions(command, state.options, COMMAND_OPTIONS);
  return command;
}

/** A `delete` command with one statement. */
export function deleteCommand(state: QueryState, limit: 0 | 1): Record<string, unknown> {
  const statement: Record<string, unknown> = { q: joinFilters(ownCriteriaOf(state)), limit };
  copyOptions(statement, state.options, ["hint", "collation"]);
  const command: Record<string, unknown> = { delete: state.model.binding().collection, deletes: [statement] };
  copyOptions(command, state.options, COMMAND_OPTIONS);
  return command;
}

/** A `findAndModify` command: the one form of the server that sorts, and that answers with the document. */
export function findAndModifyCommand(
  state: QueryState,
  change: { readonly update?: object; readonly [part: string]: unknown },
): Record<string, unknown> {
  const command: Record<string, unknown> = {
    findAndModify: state.model.binding().collection,
    query: joinFilters(ownCriteriaOf(state)),
  };
  if (state.sort.length > 0) command.sort = sortOf(state.sort);
  Object.assign(command, change);
  copyOptions(command, state.options, [...STATEMENT_OPTIONS, ...COMMAND_OPTIONS]);
  if (change.update !== undefined) addArrayFilters(command, state.model, state.options.arrayFilters, change.update);
  return command;
}

/** The operation of a write. */
export function writeOperation(state: QueryState, command: Record<string, unknown>): Operation {
  return {
    ...operationOf(state, command),
    site: state.site,
    acceptsEmptyCriteria: state.meansAll,
    allowDollarKeys: state.model.settings.allowDollarKeys,
  };
}

/** Writes to many documents need criteria, or a call that says that all are meant; and the server knows no skip and limit for them. */
export function checkManyTarget(state: QueryState, verb: "update" | "delete"): void {
  const { name } = state.model;
  if (state.skip > 0 || state.limit > 0) {
    throw new InvalidArgument(
      `${name}: MongoDB can not ${verb} with skip or limit. Find the ids first and ${verb} those, or use findOne(...).sort(...) for one document.`,
      { code: "argument.limited_write" },
    );
  }
  if (!state.meansAll && state.filters.every(matchesAll)) {
    throw new InvalidArgument(
      `${name}: this would ${verb} every document, because the query has no criteria. If that is meant: ${name}.findAll().${
        verb === "update" ? `update(...) or ${name}.updateAll(...)` : `delete() or ${name}.deleteAll()`
      }.`,
      { code: "guard.empty_criteria" },
    );
  }
}

/** Whether a filter asks for nothing, however it is wrapped. */
function matchesAll(filter: unknown): boolean {
  return isPlainObject(filter) && Object.entries(filter).every(([key, value]) => {
    if (key === "$comment") return true;
    if (!Array.isArray(value) || value.length === 0) return false;
    return key === "$and" ? value.every(matchesAll) : key === "$or" && value.some(matchesAll);
  });
}
