import { NotSupported } from "../errors/not-supported.ts";
import { DELETED_AT } from "../schema/soft-delete.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { QueryState } from "./query-state.ts";
import { findAndModifyCommand, updateCommand } from "./write-command.ts";

/** Marks what matches as deleted; what is marked already keeps its time and does not count. */
export function markCommand(state: QueryState, one: boolean): Record<string, unknown> {
  const live: QueryState = { ...state, scope: "live" };
  const update = { $set: { [DELETED_AT.stored]: new Date() } };
  return one && state.sort.length > 0
    ? findAndModifyCommand(live, { update, fields: { _id: 1 } })
    : updateCommand(live, update, !one);
}

/** @throws {NotSupported} when the model removes documents instead of marking them */
export function checkSoftDelete(model: ModelRuntime, call: string): void {
  if (model.softDeletes) return;
  throw new NotSupported(
    `${model.name}: ${call} belongs to models that mark documents as deleted. Extend DocumentWithSoftDelete({ ... }) to have it` +
      `${call === "hardDelete()" ? ", or use delete(), which removes the documents of this model" : ""}.`,
    { model: model.name },
  );
}
