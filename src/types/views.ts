import type { Database } from "../client/database.ts";
import type { ResolvedSettings } from "../schema/settings.ts";
import type { AggregateQuery, Pipeline } from "./aggregations.ts";
import type { JsonStatics, ModelMembers } from "./classes.ts";
import type { Class, Data, Doc, IdArg, Key, Row } from "./doc.ts";
import type { Operand } from "./expressions.ts";
import type { Criterion } from "./filters.ts";
import type { FetchOptions } from "../relations/link.ts";
import type { FetchedLinks, FetchedValue } from "./links.ts";
import type { QueryCallOptions } from "./options.ts";
import type { Fields, Path } from "./paths.ts";
import type { data, input } from "./phantom.ts";
import type { Distinct, LinkedListQuery, LinkedOneQuery, Numbers } from "./queries.ts";
import type { Settings } from "./settings.ts";
import type { In, Out, OutOf } from "./shape.ts";

/** `static settings` of a view. */
export interface ViewSettings extends
  Pick<
    Settings,
    | "bsonEncoders"
    | "projection"
    | "useCache"
    | "cacheCapacity"
    | "cacheExpirationTime"
    | "unknownFields"
    | "jsonId"
    | "maxNestingDepth"
    | "maxNestingDepthsPerField"
  > {
  /** Name of the view; default: the name of the class. */
  name?: string;
  /** What the view is computed from: a class of documents, another view, or the name of a collection or view in the same database. */
  source: Class<Doc> | string;
  /** How it is computed: stages in the server's own form, with stored names (MongoDB manual, Views). */
  pipeline: readonly object[];
}

/** What classes of views can do, beside their fields: read. */
export interface ViewStatics extends Numbers, JsonStatics {
  /** A query for the rows that meet all criteria. */
  find<D extends Doc>(this: Class<D>, ...criteria: Criterion<D>[]): LinkedListQuery<D>;
  /** The same as `find`. */
  findMany<D extends Doc>(this: Class<D>, ...criteria: Criterion<D>[]): LinkedListQuery<D>;
  /** A query for all rows. */
  findAll<D extends Doc>(this: Class<D>): LinkedListQuery<D>;
  /** The same as `findAll`. */
  all<D extends Doc>(this: Class<D>): LinkedListQuery<D>;
  /** A query for the first row that meets all criteria. */
  findOne<D extends Doc>(this: Class<D>, ...criteria: Criterion<D>[]): LinkedOneQuery<D>;
  /** A query for the row with this id, of a view whose shape has an `id`. */
  get<D extends Doc>(this: Class<D>, id: IdArg<D>): LinkedOneQuery<D>;
  /** How many rows there are. */
  count(options?: QueryCallOptions): Promise<number>;
  /** Whether there is a row at all. */
  exists(options?: QueryCallOptions): Promise<boolean>;
  /** The different values of a field, given as an expression; of a list its elements. */
  distinct<T>(field: Operand<T>, options?: QueryCallOptions): Promise<Exclude<T, readonly unknown[]>[]>;
  /** The different values of a field, given by name; of a list its elements. */
  distinct<D extends Doc, K extends Key<D>>(
    this: Class<D>,
    name: K,
    options?: QueryCallOptions,
  ): Promise<Distinct<Data<D>[K]>[]>;
  /** An aggregation over all rows: a typed pipeline, or stages in the server's own form. */
  aggregate<D extends Doc, T>(this: Class<D>, build: (pipeline: Pipeline<Data<D>>) => Pipeline<T>): AggregateQuery<T>;
  /** Stages in the server's own form, with stored names; `T` is the type of their rows. */
  aggregate<T = Record<string, unknown>>(stages: readonly object[]): AggregateQuery<T>;
  /** The same class bound to another database, where the view has to be there already. */
  using<C>(this: C, database: Database | string): C;
  /** The settings after inheritance and defaults. */
  getSettings(): ResolvedSettings;
  /** Name of the view. */
  getCollectionName(): string;
  /** Where the view is; `ViewWasNotInitialized` before `init`. */
  getCollection(): { database: Database; name: string };
  /** What kind of model the class is. */
  getModelType(): "View";
}

/** What every row of a view has, beside its fields. */
export interface ViewMembers extends ModelMembers {
  /** Fetches one link and puts what is found in its place; what is not found stays a `Link`. */
  fetchLink<O, K extends keyof O>(this: Row<O>, field: K, options?: FetchOptions): Promise<FetchedValue<O[K], 1>>;
  /** Fetches all links and puts what is found in their places. */
  fetchAllLinks<O>(this: Row<O>, options?: FetchOptions): Promise<FetchedLinks<O, 3> & this>;
}

/** @internal */
interface Constructor<I, D> {
  new (input: I): D;
}

/** The class that `View(shape)` gives: extend it. */
export type ViewClass<S> =
  & Constructor<In<S>, Row<Out<S>> & Out<S> & ViewMembers>
  & { readonly [data]: Out<S>; readonly [input]: In<S>; readonly shape: S; readonly fields: Fields<Out<S>, keyof S> }
  & { readonly [K in keyof S as Exclude<K, keyof ViewStatics | OfFunctions>]: Path<OutOf<S[K]>, keyof S> }
  & ViewStatics;

/** @internal Names that a class has of itself. */
type OfFunctions =
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
