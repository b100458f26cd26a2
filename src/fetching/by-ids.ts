import { createFind } from "../query/create.ts";
import type { FetchOptions, Link } from "../relations/link.ts";
import { type ModelClassLike, modelOf } from "../schema/model.ts";
import { IdMap } from "../values/id-map.ts";
import { withFetchOptions } from "./fetch-options.ts";

/** The documents that links to one model lead to, by one query. */
export async function byIds(
  type: ModelClassLike,
  links: readonly Link[],
  options: FetchOptions,
): Promise<IdMap<object>> {
  const model = modelOf(type);
  const ids = [...new IdMap(links.map((link) => [link.id, link.id])).values()];
  const query = createFind(model, [(fields: { id: { in(ids: unknown[]): unknown } }) => fields.id.in(ids)]);
  const documents = await withFetchOptions(query, options) as unknown as { id: unknown }[];
  return new IdMap(documents.map((document) => [document.id, document as object]));
}
