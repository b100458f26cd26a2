import type { FieldNode } from "../src/schema/field.ts";
import type { ModelRuntime } from "../src/schema/model.ts";

/** Why documents can not be changed, if they can not. */
export function readOnlyReason(model: ModelRuntime): string | null {
  if (model.isView) return "A view is computed from other collections: change the documents there.";
  if (model.settings.timeseries !== undefined) {
    return "MongoDB does not change single documents of a time series; new ones can be added.";
  }
  return null;
}

/** Fields that are stored; what links back is found on the other side. */
export function fieldsOf(model: ModelRuntime): FieldNode[] {
  const all = model.isUnion ? sharedFields(model) : model.fields();
  const fields = all.filter((node) => !node.isExcluded && node.link?.direction !== "back");
  return [...fields.filter(({ property }) => property === "id"), ...fields.filter(({ property }) => property !== "id")];
}

/** A union has those of its members, each name once. */
function sharedFields(model: ModelRuntime): FieldNode[] {
  const found = new Map<string, FieldNode>();
  for (const member of model.withDescendants()) {
    for (const node of member.fields()) if (!found.has(node.property)) found.set(node.property, node);
  }
  return [...found.values()];
}
