import type { SentFilter } from "../expression/predicate.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { DELETED_AT } from "../schema/soft-delete.ts";

/** Which documents a query means, of a model that marks them as deleted instead of removing them. */
export type Scope = "live" | "deleted" | "all";

const NOT_DELETED: SentFilter = Object.freeze({ [DELETED_AT.stored]: null });
const DELETED: SentFilter = Object.freeze({ [DELETED_AT.stored]: Object.freeze({ $ne: null }) });

/**
 * The criteria that a model adds to its queries; undefined when there are none. They do not count as criteria of the user: a query that has no others
 * means all documents.
 */
export function scopeFilter(model: ModelRuntime, scope: Scope): SentFilter | undefined {
  if (!model.softDeletes || scope === "all") return undefined;
  return scope === "live" ? NOT_DELETED : DELETED;
}
