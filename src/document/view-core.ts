import type { FetchOptions } from "../relations/link.ts";
import { type ModelClassLike, modelOf, type ModelRuntime } from "../schema/model.ts";
import { fetchAllLinksOf, fetchLinkOf } from "./fetch-links.ts";
import { ModelCore } from "./model-core.ts";

/** What rows of views are: fields, some of which may be links. */
export class ViewCore extends ModelCore {
  fetchLink(field: string, options: FetchOptions = {}): Promise<unknown> {
    return fetchLinkOf(this, runtimeOf(this), field, options);
  }

  fetchAllLinks(options: FetchOptions = {}): Promise<this> {
    return fetchAllLinksOf(this, runtimeOf(this), options);
  }
}

function runtimeOf(row: ViewCore): ModelRuntime {
  return modelOf(row.constructor as ModelClassLike);
}
