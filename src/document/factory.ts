import { registerModel } from "../schema/model.ts";
import { ModelShape } from "../schema/shape.ts";
import type { DocumentClass, ModelClass, Taken } from "../types/classes.ts";
import type { Document as DocumentMembers } from "../types/document.ts";
import type { Shape } from "../types/shape.ts";
import { fetchBackLink } from "../fetching/back-links.ts";
import { onDemand } from "../fetching/on-demand.ts";
import { setFetchedRows } from "../fetching/fetched-rows.ts";
import { setBackFetcher } from "../relations/back-link.ts";
import { setFetcher } from "../relations/link.ts";
import { defineBackLinks } from "./back-link-fields.ts";
import { DocumentCore } from "./core.ts";
import { defineFields } from "./field-statics.ts";
import { type BaseClass, generateBase } from "./generate.ts";
import { instanceRows } from "./hydration.ts";
import { linkedInstanceRows } from "./linked-instances.ts";
import { jsonStatics } from "./json-statics.ts";
import { ModelCore } from "./model-core.ts";
import { ViewCore } from "./view-core.ts";
import { statics } from "./statics.ts";

setFetcher(onDemand);
setBackFetcher(fetchBackLink);
setFetchedRows(linkedInstanceRows);

/** What every instance of a document class has, beside its fields. */
export type Document = DocumentMembers;

/**
 * The base class of a model that is stored in a collection.
 *
 * `new Product(input)` validates the input with the shape's schemas and throws {@link ValidationError} when it does not fit; it
 * needs no database. Queries and writes need `init` first.
 *
 * @param shape field names to Zod schemas (or any Standard Schema); a field that refers to a class defined later is a getter
 * @throws {InvalidArgument} for names that documents need themselves, such as `save`
 * @example
 * ```ts
 * class Product extends Document({ name: z.string().min(1), price: indexed(z.number()) }) {
 *   static settings = { name: "products" } satisfies Settings;
 *   get label() { return `${this.name} ${this.price}`; }
 * }
 * const tony = await new Product({ name: "Tony's", price: 5.95 }).insert();
 * ```
 */
export function Document<S extends Shape = Record<never, never>>(shape: S & Taken): DocumentClass<S> {
  return documentBase(shape, { core: DocumentCore as BaseClass, statics }) as unknown as DocumentClass<S>;
}

/**
 * The base class of a model without a collection: what a projection of a query gives.
 *
 * @param shape as for {@link Document}; a field `id` is read from `_id`
 * @example `class Short extends Model({ name: z.string() }) {}` and then `await Product.find().project(Short)`
 */
export function Model<S extends Shape>(shape: S): ModelClass<S> {
  const base = baseClass(shape, ModelCore as BaseClass, { stored: false });
  Object.defineProperties(base, jsonStatics);
  return base as unknown as ModelClass<S>;
}

/** The base class of what is read from a view: fields like those of a projection, with queries. */
export function viewBase(shape: Shape, statics: PropertyDescriptorMap): BaseClass {
  const base = baseClass(shape, ViewCore as BaseClass, { stored: false, view: true });
  Object.defineProperties(base, statics);
  defineFields(base, Object.keys(shape));
  return base;
}

/** What makes a kind of document class. */
export interface DocumentKind {
  /** What instances are, beside their fields. */
  readonly core: BaseClass;
  /** What classes have, beside their fields. */
  readonly statics: PropertyDescriptorMap;
  /** Documents are marked as deleted instead of being removed. */
  readonly softDeletes?: boolean;
}

/** The base class of the documents of a shape. */
export function documentBase(shape: Shape, { core, statics, softDeletes }: DocumentKind): BaseClass {
  const base = baseClass(shape, core, { stored: true, softDeletes });
  Object.defineProperties(base, statics);
  defineFields(base, Object.keys(shape));
  return base;
}

function baseClass(
  given: Shape,
  core: BaseClass,
  kind: { stored: boolean; view?: boolean; softDeletes?: boolean | undefined },
): BaseClass {
  const shape = new ModelShape(given, kind.stored, (name) => name !== "id" && name in core.prototype);
  const base = generateBase(core);
  Object.defineProperty(base, "shape", { value: given });
  registerModel(base, { shape, ...kind, rows: instanceRows, prepare: defineBackLinks });
  return base;
}
