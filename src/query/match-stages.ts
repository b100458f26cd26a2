import { joinFilters } from "../expression/criterion.ts";
import type { SentFilter } from "../expression/predicate.ts";

/** The stages that stand for filters. A text search comes first: the server takes it nowhere else (MongoDB manual, `$text`). */
export function matchStagesOf(criteria: readonly SentFilter[]): Record<string, unknown>[] {
  const text = criteria.filter(searchesText);
  if (text.length === 0 || text.length === criteria.length) {
    return criteria.length === 0 ? [] : [{ $match: joinFilters(criteria) }];
  }
  const rest = criteria.filter((filter) => !searchesText(filter));
  return [{ $match: joinFilters(text) }, { $match: joinFilters(rest) }];
}

function searchesText(filter: SentFilter): boolean {
  return "$text" in filter || (Array.isArray(filter.$and) && filter.$and.some(searchesText));
}
