import { DocumentNotFound } from "../errors/document-not-found.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { createGet } from "../query/create.ts";
import { type Fetcher, type FetchOptions, Link } from "../relations/link.ts";
import { isModel, type ModelClassLike, modelOf } from "../schema/model.ts";
import { describeValue } from "../transfer/describe-value.ts";
import type { IdMap } from "../values/id-map.ts";
import { byIds } from "./by-ids.ts";
import { checkFetchOptions, withFetchOptions } from "./fetch-options.ts";
import { fetchBelow } from "./levels.ts";

/** Fetches what single links lead to, and lists of them by one query a model. */
export const onDemand: Fetcher = {
  async one(link: Link, options: FetchOptions): Promise<object | null> {
    checkFetchOptions("fetch", options);
    const model = modelOf(link.documentClass);
    const document = await withFetchOptions(createGet(model, link.id), options) as object | null;
    if (document !== null) await fetchBelow([document], options);
    return document;
  },

  async list(links: readonly unknown[], options: FetchOptions): Promise<unknown[]> {
    const classes = new Set(links.map((link, index) => classOf(link, index)));
    if (classes.size > 1) {
      const names = [...classes].map(({ name }) => name).join(", ");
      throw new InvalidArgument(
        `Link.fetchList(...) takes links to one model, not to ${names}: Link.fetchMany(...) takes any.`,
        { code: "argument.links" },
      );
    }
    return await fetched(links, options);
  },

  many(links: readonly unknown[], options: FetchOptions): Promise<unknown[]> {
    links.forEach(classOf);
    return fetched(links, options);
  },

  missing(link: Link): Error {
    const model = modelOf(link.documentClass);
    return new DocumentNotFound(
      `There is no ${model.name} with the id ${String(link.id)} in "${model.collection}": the link leads nowhere. ` +
        "Use fetchOrNull() where that may be.",
      { model: model.name, id: link.id },
    );
  },
};

/** In the order of the links; what is a document stays, and so does what is not found. */
async function fetched(links: readonly unknown[], options: FetchOptions): Promise<unknown[]> {
  const byClass = new Map<ModelClassLike, Link[]>();
  for (const link of links) {
    if (!(link instanceof Link)) continue;
    const present = byClass.get(link.documentClass);
    if (present === undefined) byClass.set(link.documentClass, [link]);
    else present.push(link);
  }
  checkFetchOptions("fetchList", options);
  const found = new Map<ModelClassLike, IdMap<object>>();
  await Promise.all([...byClass].map(async ([model, wanted]) => found.set(model, await byIds(model, wanted, options))));
  await fetchBelow([...found.values()].flatMap((byId) => [...byId.values()]), options);
  return links.map((link) => link instanceof Link ? found.get(link.documentClass)?.get(link.id) ?? link : link);
}

function classOf(link: unknown, index: number): ModelClassLike {
  if (link instanceof Link) return link.documentClass;
  const model = (link as object | null | undefined)?.constructor;
  if (isModel(model)) return model;
  throw new InvalidArgument(`Links are Link or documents; number ${index} of the list is ${describeValue(link)}.`, {
    code: "argument.links",
  });
}
