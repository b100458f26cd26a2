import type { SentFilter } from "../expression/predicate.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { DELETED_AT } from "../schema/soft-delete.ts";

/** Which documents a query means, of a model that marks them as deleted instead of removing them. */
export type Scope = "live" | "deleted" | "all";

const NOT_DELETED: SentFilter = Object.freeze({ [DELETED_AT.stored]: null });
const DELETED: SentFilter = Object.freeze({ [DELETED_AT.stored]: Object.freeze({ $ne: null }) });

const NOTHING: readonly SentFilter[] = [];

/**
 * The criteria that a model adds to its queries. They do not count as criteria of the user: a query that has no others means all documents.
 *
 * @param withChildren documents of child classes are meant as well
 */
export function scopeFilters(model: ModelRuntime, scope: Scope, withChildren: boolean): readonly SentFilter[] {
  const { membership } = model;
  const live = !model.softDeletes || scope === "all" ? undefined : scope === "live" ? NOT_DELETED : DELETED;
  if (membership === undefined) return live === undefined ? NOTHING : [live];
  const own = { [membership.family.classId]: withChildren ? { $in: valuesOf(model) } : membership.value };
  return live === undefined ? [own] : [live, own];
}

function valuesOf(model: ModelRuntime): string[] {
  return model.withDescendants().map((member) => member.membership!.value);
}
