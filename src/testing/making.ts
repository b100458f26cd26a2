import { boundClass } from "../document/using.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { ValidationError } from "../errors/validation-error.ts";
import type { ForwardLink } from "../schema/link-definition.ts";
import { type ModelClassLike, modelOf, type ModelRuntime } from "../schema/model.ts";
import { below, type Generation, notGenerated, type OptionalFields, TooDeep } from "./generate/context.ts";
import { someObjectId } from "./generate/own-kinds.ts";
import type { Source } from "./generate/source.ts";
import { object } from "./generate/value.ts";
import type { UniqueValues } from "./unique-values.ts";

/** A document, what its constructor was given, and what was made for its links, the furthest first. */
export interface Made {
  readonly input: object;
  readonly document: object;
  readonly linked: readonly object[];
  /** The path of a field with a unique index whose value another document has: what was made can not be stored beside it. */
  readonly taken: string | undefined;
}

/** How far links are followed that have to be there. */
const DEEPEST = 8;

/** Makes one document and those that it needs. */
export class Making {
  readonly #source: Source;
  readonly #optional: OptionalFields;
  readonly #uniqueOf: (model: ModelRuntime) => UniqueValues;
  readonly #linked: object[] = [];
  #taken: string | undefined;

  constructor(source: Source, optional: OptionalFields, uniqueOf: (model: ModelRuntime) => UniqueValues) {
    this.#source = source;
    this.#optional = optional;
    this.#uniqueOf = uniqueOf;
  }

  /** @param given fields by name; they are taken as they are */
  make(model: ModelClassLike, given: Readonly<Record<string, unknown>>): Made {
    const made = this.#document(model, given, "", 0);
    return { ...made, linked: this.#linked, taken: this.#taken };
  }

  #document(
    model: ModelClassLike,
    given: Readonly<Record<string, unknown>>,
    place: string,
    depth: number,
  ): { input: object; document: object } {
    const runtime = modelOf(model);
    const at: Generation = {
      source: this.#source,
      model: runtime.name,
      optional: depth === 0 ? this.#optional : "none",
      open: new Map(),
      link: (link, path) => this.#linkedDocument(model, link, at, path, depth + 1),
    };
    const input = this.#input(runtime, at, given);
    const document = constructed(model, input, at);
    const taken = this.#uniqueOf(runtime.origin).taken(document);
    if (taken !== undefined) this.#taken ??= below(place, taken);
    return { input, document };
  }

  #input(runtime: ModelRuntime, at: Generation, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const { names, schemas, declaresId } = runtime.shape;
    const unknown = Object.keys(given).find((name) => !names.includes(name));
    if (unknown !== undefined && runtime.settings.unknownFields !== "keep") {
      throw new InvalidArgument(
        `${runtime.name} has no field "${unknown}". There are: ${names.join(", ")}.`,
        { code: "testing.options", model: runtime.name, path: unknown },
      );
    }
    // A mark as deleted would hide the document from queries; an id that is not declared would come from chance.
    const left = new Set([runtime.softDeletes ? "deletedAt" : "", declaresId ? "" : "id"]);
    const made = names.filter((name) => !left.has(name) || Object.hasOwn(given, name));
    const id = names.includes("id") && !declaresId ? { id: someObjectId(this.#source) } : {};
    try {
      const fields = object(Object.fromEntries(made.map((name) => [name, schemas[name]!])), at, "", given);
      return { ...id, ...fields };
    } catch (error) {
      if (error instanceof TooDeep) throw notGenerated(at, "", "it contains itself without end", error);
      throw error;
    }
  }

  #linkedDocument(from: ModelClassLike, link: ForwardLink, at: Generation, path: string, depth: number): object {
    const origin = link.target();
    const target = modelOf(origin);
    if (target.isUnion) throw notGenerated(at, path, `${target.name} is a union, of which there are several classes`);
    if (depth > DEEPEST) throw notGenerated(at, path, `each ${target.name} needs another document without end`);
    const here = modelOf(from);
    const model = here.origin === here ? origin : boundClass(origin, here.binding().database);
    const { document } = this.#document(model, {}, path, depth);
    this.#linked.push(document);
    return document;
  }
}

function constructed(model: ModelClassLike, input: object, at: Generation): object {
  try {
    return new (model as unknown as new (input: object) => object)(input);
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    const path = error.path ?? error.issues[0]?.path.join(".") ?? "";
    throw notGenerated(at, path, `what was made or given does not fit (${error.message})`, error);
  }
}
