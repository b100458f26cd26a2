import { linkPlaces, valuesAt } from "../relations/link-places.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { IdMap } from "../values/id-map.ts";
import { sameId } from "../values/same-id.ts";

interface WithId {
  readonly id: unknown;
}

/** So many documents are compared one by one faster than they are put into a map. */
const FEW = 12;

/** Documents that were fetched for the links at one place. */
export class FoundDocuments {
  readonly all: readonly WithId[];
  #byId: IdMap<WithId> | undefined;
  #byOwner: IdMap<WithId[]> | undefined;

  constructor(all: readonly object[]) {
    this.all = all as readonly WithId[];
  }

  /** The document with an id. */
  get(id: unknown): object | undefined {
    const { all } = this;
    if (all.length > FEW) return (this.#byId ??= new IdMap(all.map((document) => [document.id, document]))).get(id);
    for (const document of all) if (sameId(document.id, id)) return document;
    return undefined;
  }

  /** The documents whose own link leads to the document with this id. */
  linkingTo(id: unknown, model: ModelRuntime, field: string): object[] {
    return (this.#byOwner ??= this.#groups(model, field)).get(id) ?? [];
  }

  #groups(model: ModelRuntime, field: string): IdMap<WithId[]> {
    const place = linkPlaces(model).find(({ path }) => path === field)!;
    const groups = new IdMap<WithId[]>();
    for (const document of this.all) {
      for (const owner of new Set(valuesAt(document, place).map((link) => link as WithId))) {
        const group = groups.get(owner.id);
        if (group === undefined) groups.set(owner.id, [document]);
        else if (group.at(-1) !== document) group.push(document);
      }
    }
    return groups;
  }
}
