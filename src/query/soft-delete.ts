import { uuidBinary } from "../expression/uuid-binary.ts";
import { NotSupported } from "../errors/not-supported.ts";
import { DELETED_AT } from "../schema/soft-delete.ts";
import { REVISION_FIELD } from "../schema/revision-field.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { QueryState } from "./query-state.ts";

/** The change that marks documents as deleted. Their revision moves: who holds an older one does not know that they were deleted. */
export function mark(
  model: ModelRuntime,
  time: Date = new Date(),
  revision: string = crypto.randomUUID(),
): Record<string, Record<string, unknown>> {
  const moved = model.settings.useRevision && { [REVISION_FIELD]: uuidBinary(revision) };
  return { $set: { [DELETED_AT.stored]: time, ...moved } };
}

/** The documents of a query that are not marked yet: what is marked keeps its time and does not count. */
export function unmarked(state: QueryState): QueryState {
  return { ...state, scope: "live" };
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
