import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { BackLinkDefinition } from "../schema/link-definition.ts";
import { inspectedAs } from "../values/inspect.ts";
import type { FetchOptions } from "./link.ts";

/** What fetches; the layer that has queries provides it. */
export type BackFetcher = (owner: object, definition: BackLinkDefinition, options: FetchOptions) => Promise<unknown>;

let fetchBack: BackFetcher;

/** Announces what fetches. */
export function setBackFetcher(made: BackFetcher): void {
  fetchBack = made;
}

/** What a field holds whose documents, which link here, were not fetched. JSON leaves it out. */
export class BackLink {
  readonly #owner: object;
  readonly #field: string;
  readonly #definition: BackLinkDefinition;

  /** Used by Haricot: fields made by `backLink` hold one. */
  constructor(owner: object, field: string, definition: BackLinkDefinition) {
    this.#owner = owner;
    this.#field = field;
    this.#definition = definition;
  }

  /** The documents that link here: a list, or of `backLinkOne` the one or null. The field is left as it is. */
  fetch(options: FetchOptions = {}): Promise<unknown> {
    return fetchBack(this.#owner, this.#definition, options);
  }

  /**
   * Throws: nothing was fetched that could be iterated over.
   *
   * @throws {InvalidArgument} always: a loop over documents that nobody fetched would pass them over in silence
   */
  [Symbol.iterator](): never {
    const { name } = this.#owner.constructor;
    throw new InvalidArgument(
      `${name}.${this.#field} was not fetched: use fetchLinks() on the query, await document.fetchLink("${this.#field}"), or await document.${this.#field}.fetch().`,
      { code: "link.not_fetched", model: name, path: this.#field },
    );
  }

  /** Nothing: what is stored on the other side is not in the JSON of this one. */
  toJSON(): undefined {
    return undefined;
  }
}

inspectedAs(BackLink.prototype, () => "BackLink");
