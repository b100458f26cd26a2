import type { ChangeEvent } from "../client/change-event.ts";
import type { ChangeStream } from "../client/change-stream.ts";
import type { WatchOptions } from "../client/change-stream-options.ts";
import type { Database } from "../client/database.ts";
import type { ResolvedSettings } from "../schema/settings.ts";
import type { BulkWriter, BulkWriterOptions } from "../bulk/bulk-writer.ts";
import type { BulkWriteResult } from "../errors/bulk-write-error.ts";
import type { ObjectId } from "../values/object-id.ts";
import type { AggregateQuery, Pipeline } from "./aggregations.ts";
import type { Class, Data, Doc, IdArg, IdOf, Key, Row } from "./doc.ts";
import type { Document } from "./document.ts";
import type { Change, Operand } from "./expressions.ts";
import type { Criterion } from "./filters.ts";
import type { Indexes } from "./indexes.ts";
import type { JsonInput, JsonSchema, JsonSchemaOptions, ModelSchema } from "./json.ts";
import type { Link, LinkField } from "./links.ts";
import type { InsertManyOptions, QueryCallOptions, WriteOptions } from "./options.ts";
import type { Fields, Path } from "./paths.ts";
import type { data, input } from "./phantom.ts";
import type { DocumentKey } from "./streams.ts";
import type { InspectionOptions, InspectionResult } from "./inspection.ts";
import type { DeleteQuery, Distinct, FindOneQuery, FindQuery, Numbers, UpdateQuery } from "./queries.ts";
import type { InsertManyResult, UpdateResult } from "./results.ts";
import type { Given, In, Out, OutOf, Shape, Stored } from "./shape.ts";
import type { BsonEncoder } from "./settings.ts";
import type { UpdateDoc } from "./updates.ts";

/** What classes of documents and of projections can do about JSON. */
export interface JsonStatics {
  /**
   * Makes an instance of what JSON held: the constructor's input with ids as hexadecimal digits, dates as ISO 8601, bytes as base64,
   * bigints and decimals as text, the way `toJSON()` writes them.
   *
   * @throws {ValidationError} with the findings, each with its path
   * @example `const product = Product.fromJSON(JSON.parse(text));`
   */
  fromJSON<D>(this: Class<D>, json: unknown): D;
  /**
   * The model as a Standard Schema (https://standardschema.dev): it validates what JSON held and gives an instance. A method and no
   * property, since only a method knows the class it is called on.
   *
   * @example `app.post("/products", sValidator("json", Product.schema()), async (c) => c.json(await c.req.valid("json").insert()))`
   */
  schema<D, I>(this: Class<D> & { readonly [input]: I }): ModelSchema<JsonInput<I>, D>;
  /** The JSON Schema of the model, as plain data. */
  jsonSchema(options?: JsonSchemaOptions): JsonSchema;
}

/** What every document class can do, beside its fields. */
export interface Statics extends Numbers, JsonStatics {
  /**
   * A query for the documents that meet all criteria.
   *
   * @example
   * ```ts
   * const cheap = await Product.find(Product.price.lt(10)).sort(Product.price.desc()).limit(5);
   * ```
   */
  find<D extends Doc>(this: Class<D>, ...criteria: Criterion<D>[]): FindQuery<D>;
  /** The same as `find`. */
  findMany<D extends Doc>(this: Class<D>, ...criteria: Criterion<D>[]): FindQuery<D>;
  /** A query for all documents; unlike `find()` it may be updated or deleted as a whole. */
  findAll<D extends Doc>(this: Class<D>): FindQuery<D>;
  /** The same as `findAll`. */
  all<D extends Doc>(this: Class<D>): FindQuery<D>;
  /** A query for the first document that meets all criteria. */
  findOne<D extends Doc>(this: Class<D>, ...criteria: Criterion<D>[]): FindOneQuery<D>;
  /** A query for the document with this id. */
  get<D extends Doc>(this: Class<D>, id: IdArg<D>): FindOneQuery<D>;
  /** How many documents there are. */
  count(options?: QueryCallOptions): Promise<number>;
  /** Whether there is a document at all. */
  exists(options?: QueryCallOptions): Promise<boolean>;
  /** The different values of a field, given as an expression; of a list its elements. */
  distinct<T>(field: Operand<T>, options?: QueryCallOptions): Promise<Exclude<T, readonly unknown[]>[]>;
  /** The different values of a field, given by name; of a list its elements. */
  distinct<D extends Doc, K extends Key<D>>(
    this: Class<D>,
    name: K,
    options?: QueryCallOptions,
  ): Promise<Distinct<Data<D>[K]>[]>;
  /** An aggregation over all documents: a typed pipeline, or stages in the server's own form. */
  aggregate<D extends Doc, T>(this: Class<D>, build: (pipeline: Pipeline<Data<D>>) => Pipeline<T>): AggregateQuery<T>;
  /** Stages in the server's own form, with stored names; `T` is the type of their rows. */
  aggregate<T = Record<string, unknown>>(stages: readonly object[]): AggregateQuery<T>;
  /**
   * Reads every stored document, marked as deleted or not, and tells which ones the model can not read: data of other tools, or from before a
   * change of the model. Reads page by page; such a document is an entry of the result and no error of the call. With `sample` it looks at so many
   * documents, taken at random.
   *
   * @throws {InvalidArgument} for options that there are not
   * @example
   * ```ts
   * const { status, errors } = await Product.inspectCollection();
   * for (const { documentId, error } of errors) console.log(documentId, error.message);
   * ```
   */
  inspectCollection(options?: InspectionOptions): Promise<InspectionResult>;
  /**
   * Changes of the collection as they happen: a union of events, told apart by `operationType`, with documents as instances of the class. Nothing is sent
   * before `open()` or the first read of the stream.
   *
   * @param pipeline stages that events go through, with stored names (MongoDB manual, Modify Change Stream Output)
   * @example
   * ```ts
   * for await (const event of Product.watch([], { fullDocument: "updateLookup" })) {
   *   if (event.operationType === "update") console.log(event.updateDescription.updatedFields, event.fullDocument?.label);
   * }
   * ```
   */
  watch<D extends Doc>(
    this: Class<D>,
    pipeline?: readonly object[],
    options?: WatchOptions,
  ): ChangeStream<ChangeEvent<D, DocumentKey<D>>>;
  /** Stores a new document. */
  insertOne<D extends Doc>(this: Class<D>, document: NoInfer<D>, options?: WriteOptions): Promise<D>;
  /** Stores new documents in as few calls as the server's limits allow. */
  insertMany<D extends Doc>(
    this: Class<D>,
    documents: readonly NoInfer<D>[],
    options?: InsertManyOptions,
  ): Promise<InsertManyResult<IdOf<D>>>;
  /** Puts documents in the places of the stored ones; `ReplaceError` when some are not stored, and nothing is written. */
  replaceMany<D extends Doc>(
    this: Class<D>,
    documents: readonly NoInfer<D>[],
    options?: Omit<WriteOptions, "bulkWriter">,
  ): Promise<void>;
  /** Updates all documents. */
  updateAll<D extends Doc>(
    this: Class<D>,
    ...changes: (Change<Key<D>, D> | UpdateDoc<D> | readonly object[])[]
  ): UpdateQuery<D, UpdateResult>;
  /**
   * Deletes all documents.
   *
   * @param options `withChildren`: those of child classes too, which the class itself does not see
   */
  deleteAll(options?: { withChildren?: boolean }): DeleteQuery;
  /** A link to the document with this id, which need not be there. */
  linkFromId<D extends Doc>(this: Class<D>, id: IdArg<D>): Link<D>;
  /**
   * Runs a function with a writer that collects writes: committed when the function returns, discarded when it throws.
   *
   * @example
   * ```ts
   * await Product.bulkWriter(async (bulkWriter) => {
   *   for (const product of products) await product.save({ bulkWriter });
   * });
   * ```
   */
  bulkWriter(work: (writer: BulkWriter) => unknown, options?: BulkWriterOptions): Promise<BulkWriteResult>;
  /** A writer that collects writes until its `commit()` or `discard()`. */
  bulkWriter(options?: BulkWriterOptions): BulkWriter;
  /**
   * The same class bound to another database: its queries go there, and so do the writes of what it reads or makes. Instances are instances of this
   * class. It is made once for each database, and needs no `init`, which would create its indexes: `indexes.create()` does.
   *
   * @param database a database of any client, or the name of one of the deployment that the class is bound to
   * @example
   * ```ts
   * const Theirs = Product.using(`tenant_${tenant}`);
   * await new Theirs({ name: "Tony's", price: 5.95 }).insert();
   * ```
   */
  using<C>(this: C, database: Database | string): C;
  /**
   * The base class of a child: fields are added, and methods, statics, `#private` members and settings come along. Children of a class with the
   * setting `isRoot` share its collection; others have one of their own.
   *
   * @param shape as for `Document`; what it declares again takes the place of the parent's field
   * @throws {InvalidArgument} for names that instances of the parent need themselves
   * @example
   * ```ts
   * class Car extends Vehicle.extend({ body: z.string() }) {
   *   label() { return `${this.color} ${this.body}`; }
   * }
   * ```
   */
  extend<C extends AnyClass, S extends Shape = Record<never, never>>(this: C, shape: S & Taken): Extended<C, S>;
  /** The indexes of the collection: what is declared, what is there, and what differs. */
  readonly indexes: Indexes;
  /** The settings after inheritance and defaults. */
  getSettings(): ResolvedSettings;
  /** Name of the collection. */
  getCollectionName(): string;
  /** Where the documents are; `CollectionWasNotInitialized` before `init`. */
  getCollection(): { database: Database; name: string };
  /** The setting `bsonEncoders`. */
  getBsonEncoders(): readonly BsonEncoder[];
  /** The links of the model, at any depth. */
  getLinkFields(): LinkField[];
  /** What kind of model the class is. */
  getModelType(): "Document";
  /** The setting `useStateManagement`. */
  useStateManagement(): boolean;
  /** The setting `stateManagementSavePrevious`. */
  stateManagementSavePrevious(): boolean;
  /** The setting `stateManagementReplaceObjects`. */
  stateManagementReplaceObjects(): boolean;
}

/** Any document class. */
export interface AnyClass extends Doc {
  /** @internal */
  readonly [input]: unknown;
  /** What instances inherit. */
  readonly prototype: Doc;
  /** The schemas by name of the field, as they were given. */
  readonly shape: Shape;
  /** Expressions for all fields, those too whose names the class has for itself. */
  readonly fields: object;
}

/** @internal */
interface Constructor<I, D> {
  new (input: I): D;
}

type Reserved =
  | keyof Statics
  | "shape"
  | "fields"
  | "settings"
  | "name"
  | "length"
  | "prototype"
  | "arguments"
  | "caller"
  | "apply"
  | "call"
  | "bind"
  | "toString";

/** @internal Names that a shape may not use: instances need them. */
export type Taken = {
  readonly [K in Exclude<keyof Document | "_id", "id" | symbol>]?: "this name belongs to Document";
};

/** @internal */
type FieldsOf<S, T, I, R> =
  & { readonly [data]: T; readonly [input]: I; readonly shape: S; readonly fields: Fields<T, R> }
  & { readonly [K in keyof S as Exclude<K, Reserved>]: Path<OutOf<S[K]>, R> };
/** @internal */
type DefaultId<S> = "id" extends keyof S ? unknown : { readonly id: Path<ObjectId, keyof S | "id"> };

/** The class that `Document(shape)` gives: extend it. */
export type DocumentClass<S, Extra = unknown> =
  & Constructor<Given<S>, Document & Row<Stored<S>> & Stored<S> & Extra>
  & FieldsOf<S, Stored<S>, Given<S>, keyof S | "id">
  & DefaultId<S>
  & Statics;

/** The class that `extend(shape)` gives: extend it. */
export type Extended<C extends AnyClass, S> = Further<C, S, C[typeof data] & Out<S>, C[typeof input] & In<S>>;

// Methods of the parent come by way of its instances; its settings are left out, as the child may declare other ones.
/** @internal */
type Further<C extends AnyClass, S, O, I> =
  & Constructor<I, C["prototype"] & Out<S> & Row<O>>
  & FieldsOf<C["shape"] & S, O, I, keyof S | keyof C["shape"] | "id">
  & Omit<C, "settings" | keyof AnyClass>;

/** What every instance of a projection class has, beside its fields. */
export interface ModelMembers {
  /** The fields as JSON takes them: ids, dates and the like as text. */
  toJSON(): Record<string, unknown>;
}

/** The class that `Model(shape)` gives: fields and methods without a collection, for projections. */
export type ModelClass<S> =
  & Constructor<In<S>, Row<Out<S>> & Out<S> & ModelMembers>
  & { readonly [input]: In<S>; readonly shape: S }
  & JsonStatics;
