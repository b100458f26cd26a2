import { literally, RawFilter } from "../expression/predicate.ts";
import { convertId } from "../query/convert-id.ts";
import { createFind, createFindOne } from "../query/create.ts";
import { boundTarget } from "../relations/bound-target.ts";
import type { FetchOptions } from "../relations/link.ts";
import { linkPath } from "../relations/link-path.ts";
import type { BackLinkDefinition } from "../schema/link-definition.ts";
import { type ModelClassLike, modelOf } from "../schema/model.ts";
import { checkFetchOptions, withFetchOptions } from "./fetch-options.ts";
import { fetchBelow } from "./levels.ts";

/** The documents whose link leads to the owner: a list, or where one is meant that one or null. */
export async function fetchBackLink(
  owner: object,
  definition: BackLinkDefinition,
  options: FetchOptions,
): Promise<unknown> {
  const own = modelOf(owner.constructor as ModelClassLike);
  const target = modelOf(boundTarget(definition.target(), own.bound?.database));
  const criteria = [
    new RawFilter({ [linkPath(target, definition.field)]: literally(convertId(own, (owner as { id: unknown }).id)) }),
  ];
  checkFetchOptions("fetch", options);
  if (definition.single) {
    const document = await withFetchOptions(createFindOne(target, criteria), options) as object | null;
    if (document !== null) await fetchBelow([document], options);
    return document;
  }
  const documents = await withFetchOptions(createFind(target, criteria), options) as unknown as object[];
  await fetchBelow(documents, options);
  return documents;
}
