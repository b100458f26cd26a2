import { scopeFilters } from "../query/scope.ts";
import type { ModelRuntime } from "../schema/model.ts";

/**
 * Stages that leave out events of documents which are not the model's, where it shares its collection with others. Events that hold no document - deletes,
 * and updates unless it is asked for - do not say whose they are, and stay. Marks of deletion hide nothing: they are changes like others.
 */
export function modelStages(model: ModelRuntime): readonly object[] {
  return scopeFilters(model, "all", true).map((scope) => ({
    $match: { $or: [inDocument(scope, "fullDocument"), { fullDocument: null }] },
  }));
}

/** A filter of fields of documents, asked of a field that holds one. */
function inDocument(filter: Readonly<Record<string, unknown>>, field: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(filter).map(([name, condition]) => [`${field}.${name}`, condition]));
}
