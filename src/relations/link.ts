import type { Database } from "../client/database.ts";
import type { Session } from "../client/session.ts";
import type { FieldNode } from "../schema/field.ts";
import { type ModelClassLike, modelOf } from "../schema/model.ts";
import { DBRef } from "../values/db-ref.ts";
import { inspectedAs } from "../values/inspect.ts";
import { sameId } from "../values/same-id.ts";
import { encodeStoredValue } from "../expression/encode-stored-value.ts";
import { boundTarget } from "./bound-target.ts";

/** Options of the calls that fetch linked documents. */
export interface FetchOptions {
  /** Session to read in; default: the ambient transaction, if there is one. */
  readonly session?: Session;
  /** Aborting it ends the call with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Fetch the links of what is found as well, as many levels deep as the settings say. Default `false`. */
  readonly fetchLinks?: boolean;
  /** How many levels of those, from 0 to 5; implies `fetchLinks`. */
  readonly nestingDepth?: number;
}

/** What fetches; the layer that has queries provides it. */
export interface Fetcher {
  one(link: Link, options: FetchOptions): Promise<object | null>;
  list(links: readonly unknown[], options: FetchOptions): Promise<unknown[]>;
  many(links: readonly unknown[], options: FetchOptions): Promise<unknown[]>;
  missing(link: Link): Error;
}

let fetcher: Fetcher;

/** Announces what fetches. */
export function setFetcher(made: Fetcher): void {
  fetcher = made;
}

/**
 * A reference to a document that was not fetched. Immutable.
 *
 * @example
 * ```ts
 * const product = await Product.findOne();
 * product.category.id; // known without a query
 * const category = await product.category.fetch();
 * ```
 */
export class Link {
  /** The id of the document. */
  readonly id: unknown;
  readonly #target: () => ModelClassLike;
  readonly #database: Database | undefined;
  /** What was stored, when that says more than model and id do. */
  readonly #stored: DBRef | undefined;

  /** Made by Haricot; see `Product.linkFromId(id)` and `document.toRef()`. */
  constructor(target: () => ModelClassLike, id: unknown, place?: { database?: Database; stored?: DBRef }) {
    this.id = id;
    this.#target = target;
    this.#database = place?.database;
    this.#stored = place?.stored;
  }

  /** The class of the document. */
  get documentClass(): ModelClassLike {
    return boundTarget(this.#target(), this.#database);
  }

  /** The reference as MongoDB's DBRef, the id in its stored form. */
  toRef(): DBRef {
    if (this.#stored !== undefined) return this.#stored;
    const model = modelOf(this.documentClass);
    return new DBRef(model.collection, encodeStoredValue(model.field("id") as FieldNode, this.id, "id", model.name));
  }

  /** The same reference into another database: documents that are bound elsewhere lead to others there. */
  at(database: Database): Link {
    return new Link(this.#target, this.id, { database, stored: this.#stored });
  }

  /**
   * The document.
   *
   * @throws {DocumentNotFound} when there is none
   */
  async fetch(options: FetchOptions = {}): Promise<object> {
    const found = await fetcher.one(this, options);
    if (found === null) throw fetcher.missing(this);
    return found;
  }

  /** The document, or null when there is none. */
  fetchOrNull(options: FetchOptions = {}): Promise<object | null> {
    return fetcher.one(this, options);
  }

  /**
   * The documents of links to one model, in their order, by one query. Documents among the links stay as they are; what is not found stays a
   * `Link`.
   *
   * @throws {InvalidArgument} for links to different models
   */
  static fetchList(links: readonly unknown[], options: FetchOptions = {}): Promise<unknown[]> {
    return fetcher.list(links, options);
  }

  /** The same for links to any models, by one query for each model. */
  static fetchMany(links: readonly unknown[], options: FetchOptions = {}): Promise<unknown[]> {
    return fetcher.many(links, options);
  }

  /** Whether the other one leads to the same document; a document leads to itself. */
  equals(other: unknown): boolean {
    if (other instanceof Link) return other.documentClass === this.documentClass && sameId(this.id, other.id);
    return other instanceof this.documentClass && sameId(this.id, (other as { id?: unknown }).id);
  }

  /** Id and collection, as Beanie writes links. */
  toJSON(): { id: unknown; collection: string } {
    return { id: this.id, collection: this.#stored?.$ref ?? modelOf(this.documentClass).collection };
  }
}

inspectedAs(Link.prototype, (link) => `Link(${link.documentClass.name} ${String(link.id)})`);
