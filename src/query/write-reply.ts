import type { DeleteResult, UpdateResult } from "../types/results.ts";

/** The server's reply to an `update` command. */
export interface UpdateReply {
  readonly n: number;
  readonly nModified: number;
  readonly upserted?: readonly { readonly _id: unknown }[];
}

/** The server's reply to a `findAndModify` command. */
export interface FindAndModifyReply {
  readonly lastErrorObject: { readonly n: number; readonly updatedExisting?: boolean; readonly upserted?: unknown };
}

/** The counts of an update. A findAndModify does not say whether the document became another one: it counts as modified. */
export function updateResult(reply: UpdateReply | FindAndModifyReply): UpdateResult {
  if ("lastErrorObject" in reply) {
    const { updatedExisting, upserted } = reply.lastErrorObject;
    const matched = updatedExisting === true ? 1 : 0;
    return withId({ matchedCount: matched, modifiedCount: matched }, upserted);
  }
  const inserted = reply.upserted?.length ?? 0;
  return withId({ matchedCount: reply.n - inserted, modifiedCount: reply.nModified }, reply.upserted?.[0]?._id);
}

/** The count of a delete. */
export function deleteResult(reply: { readonly n: number } | FindAndModifyReply): DeleteResult {
  return { deletedCount: "lastErrorObject" in reply ? reply.lastErrorObject.n : reply.n };
}

function withId(result: UpdateResult, upsertedId: unknown): UpdateResult {
  return upsertedId === undefined ? result : { ...result, upsertedId };
}
