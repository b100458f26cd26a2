import { InvalidArgument } from "../errors/invalid-argument.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import { literally, type SentFilter } from "../expression/predicate.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { AggregateQuery, Pipeline } from "../types/aggregations.ts";
import type { Data, Doc } from "../types/doc.ts";
import type { DeleteQuery, FindOneQuery, FindQuery, UpdateQuery } from "../types/queries.ts";
import type { UpdateResult } from "../types/results.ts";
import type { SoftFindQuery } from "../types/soft-delete.ts";
import { addCriteria } from "./base-query.ts";
import { convertId } from "./convert-id.ts";
import { FindMany } from "./find-many-query.ts";
import { FindOne } from "./find-one-query.ts";
import { initialState } from "./query-state.ts";

/*
 * Where queries begin. The classes know models at run time only; here, and nowhere else, they get the public types, which say of the same members what
 * fits the model.
 */

/** The query behind `Product.find(...)`. */
export function createFind<D extends Doc>(model: ModelRuntime, criteria: readonly unknown[]): FindQuery<D> {
  return new FindMany(withCriteria(model, criteria), undefined) as unknown as FindQuery<D>;
}

/** The query behind `Product.findManyInAll(...)`: documents marked as deleted are found as well. */
export function createFindInAll<D extends Doc>(model: ModelRuntime, criteria: readonly unknown[]): SoftFindQuery<D> {
  return new FindMany({ ...withCriteria(model, criteria), scope: "all" }, undefined) as unknown as SoftFindQuery<D>;
}

/** The query behind `Product.findAll()`: all documents are meant. */
export function createFindAll<D extends Doc>(model: ModelRuntime): FindQuery<D> {
  return new FindMany(initialState(model, true), undefined) as unknown as FindQuery<D>;
}

/** The query behind `Product.findOne(...)`. */
export function createFindOne<D extends Doc>(model: ModelRuntime, criteria: readonly unknown[]): FindOneQuery<D> {
  return new FindOne(withCriteria(model, criteria), undefined) as unknown as FindOneQuery<D>;
}

/**
 * The query behind `Product.get(id)`.
 *
 * @throws {ValidationError} when the id can not be one of this model
 */
export function createGet<D extends Doc>(model: ModelRuntime, id: unknown): FindOneQuery<D> {
  const state = { ...initialState(model, false), filters: [byId(model, id)] };
  return new FindOne(state, undefined) as unknown as FindOneQuery<D>;
}

/** In a union, the ids of members may be of several types. */
function byId(model: ModelRuntime, id: unknown): SentFilter {
  if (!model.isUnion) return { _id: literally(convertId(model, id)) };
  const converted = model.withDescendants().flatMap((member) => {
    try {
      return [convertId(member, id)];
    } catch {
      return [];
    }
  });
  return converted.length === 0 ? { _id: literally(convertId(model, id)) } : { _id: { $in: converted } };
}

/** The query behind `Product.aggregate(...)`. */
export function createAggregate<R>(model: ModelRuntime, stages: readonly object[]): AggregateQuery<R>;
export function createAggregate<D extends Doc, R>(
  model: ModelRuntime,
  build: (pipeline: Pipeline<Data<D>>) => Pipeline<R>,
): AggregateQuery<R>;
export function createAggregate<R>(model: ModelRuntime, stages: unknown): AggregateQuery<R> {
  return new FindMany(initialState(model, true), undefined).aggregate(stages) as unknown as AggregateQuery<R>;
}

/** The query behind `Product.updateAll(...)`. */
export function createUpdateAll<D extends Doc>(
  model: ModelRuntime,
  changes: readonly unknown[],
): UpdateQuery<D, UpdateResult> {
  return new FindMany(initialState(model, true), undefined).update(...changes) as unknown as UpdateQuery<
    D,
    UpdateResult
  >;
}

/** The query behind `Product.deleteAll()`. */
export function createDeleteAll(model: ModelRuntime, options: object = {}): DeleteQuery {
  const unknown = isPlainObject(options) ? Object.keys(options).find((name) => name !== "withChildren") : "";
  const { withChildren = false } = options as { withChildren?: unknown };
  if (unknown !== undefined || typeof withChildren !== "boolean") {
    throw new InvalidArgument(
      `${model.name}.deleteAll(...) takes { withChildren: true } or nothing; a session is .session(...) behind it.`,
      { code: "argument.options", path: unknown || "withChildren" },
    );
  }
  const state = { ...initialState(model, true), withChildren };
  return new FindMany(state, undefined).delete() as unknown as DeleteQuery;
}

function withCriteria(model: ModelRuntime, criteria: readonly unknown[]): ReturnType<typeof initialState> {
  const state = initialState(model, false);
  return { ...state, filters: addCriteria(state, criteria) };
}
