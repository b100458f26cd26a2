import { InvalidArgument } from "../errors/invalid-argument.ts";
import { compileCriterion, joinFilters } from "../expression/criterion.ts";
import { resolvePath } from "../expression/field-path.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import { FieldSortKey } from "../expression/sort-key.ts";
import { resolveSort } from "../expression/sorting.ts";
import { chosenFor } from "../fetching/separation.ts";
import { isModel, type ModelClassLike, modelOf } from "../schema/model.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { AggregateRun } from "./aggregate-query.ts";
import { fetchedPath, inFetched } from "./fetched-paths.ts";
import { fetchedShape } from "./fetched-shape.ts";
import { wholeNumber } from "./options.ts";
import {
  countStage,
  fieldsStage,
  groupStage,
  replaceRootStage,
  selectStage,
  type Stage,
  type UnwindOptions,
  unwindStage,
  withLists,
} from "./pipeline-stages.ts";
import { type QueryState, sortOf } from "./query-state.ts";
import { scopeFilters } from "./scope.ts";
import { documentShape, type RowShape, untypedShape } from "./row-shape.ts";

type Build = (pipeline: PipelineBuilder) => unknown;
type Compute = (fields: object) => Record<string, unknown>;

/** Options of `lookup`. */
interface LookupOptions {
  readonly from: ModelClassLike | string;
  readonly localField: string;
  readonly foreignField: string;
  readonly as: string;
  readonly pipeline?: Build;
}

/** Builds a pipeline step by step and follows what its rows are. Immutable. */
export class PipelineBuilder {
  readonly stages: readonly Record<string, unknown>[];
  readonly shape: RowShape;

  /** Linked documents stand in the places of references. */
  readonly #fetches: boolean;

  constructor(shape: RowShape, stages: readonly Record<string, unknown>[] = [], fetches = false) {
    this.shape = shape;
    this.stages = stages;
    this.#fetches = fetches;
  }

  match(...criteria: unknown[]): PipelineBuilder {
    const { scope } = this.shape;
    const filters = criteria.map((criterion) => {
      const filter = compileCriterion(scope, criterion, () => this.shape.fields());
      return this.#fetches ? inFetched(scope, filter) : filter;
    });
    return this.#add({ stage: { $match: joinFilters(filters) }, shape: this.shape });
  }

  sort(...keys: unknown[]): PipelineBuilder {
    const resolved = keys.flatMap((key) => isPlainObject(key) ? this.#directions(key) : this.#sortKeys(key));
    return this.#add({ stage: { $sort: sortOf(resolved) }, shape: this.shape });
  }

  skip(count: number): PipelineBuilder {
    return this.#add({ stage: { $skip: wholeNumber("skip", count) }, shape: this.shape });
  }

  limit(count: number): PipelineBuilder {
    return this.#add({ stage: { $limit: wholeNumber("limit", count) }, shape: this.shape });
  }

  group(by: ((fields: object) => unknown) | null, compute: Compute): PipelineBuilder {
    const key = by === null ? null : this.#ask("group", by);
    return this.#add(groupStage(this.shape, key, this.#ask("group", compute)));
  }

  addFields(compute: Compute): PipelineBuilder {
    return this.#add(fieldsStage(this.shape, this.#ask("addFields", compute), true));
  }

  set(compute: Compute): PipelineBuilder {
    return this.addFields(compute);
  }

  project(compute: Compute): PipelineBuilder {
    return this.#add(fieldsStage(this.shape, this.#ask("project", compute), false));
  }

  select(...names: string[]): PipelineBuilder {
    return this.#add(selectStage(this.shape, names));
  }

  unwind(name: string, options: UnwindOptions = {}): PipelineBuilder {
    return this.#add(unwindStage(this.shape, name, options));
  }

  count(name = "count"): PipelineBuilder {
    return this.#add(countStage(this.shape, name));
  }

  replaceRoot(field: (fields: object) => unknown): PipelineBuilder {
    return this.#add(replaceRootStage(this.shape, this.#ask("replaceRoot", field)));
  }

  lookup({ from, localField, foreignField, as, pipeline }: LookupOptions): PipelineBuilder {
    const model = isModel(from) ? modelOf(from) : undefined;
    const foreign = model === undefined ? untypedShape : documentShape(model);
    const hidden = model === undefined ? [] : scopeFilters(model, "live", false);
    const stages = hidden.length === 0 ? [] : [{ $match: joinFilters(hidden) }];
    const joined = pipeline === undefined ? undefined : built(pipeline, foreign, "lookup(...)");
    const lookup = {
      from: model?.collection ?? from,
      localField: resolvePath(this.shape.scope, localField).stored,
      foreignField: model === undefined ? foreignField : resolvePath(model, foreignField).stored,
      ...((joined !== undefined || hidden.length > 0) && { pipeline: [...stages, ...joined?.stages ?? []] }),
      as,
    };
    return this.#add({
      stage: { $lookup: lookup },
      shape: withLists(this.shape, { [as]: joined?.shape ?? foreign }, true),
    });
  }

  facet(branches: Readonly<Record<string, Build>>): PipelineBuilder {
    const made = Object.entries(branches).map(([name, build]) =>
      [name, built(build, this.shape, "facet(...)", this.#fetches)] as const
    );
    const stage = { $facet: Object.fromEntries(made.map(([name, { stages }]) => [name, stages])) };
    const lists = Object.fromEntries(made.map(([name, { shape }]) => [name, shape]));
    return this.#add({ stage, shape: withLists(this.shape, lists, false) });
  }

  stage(stage: unknown): PipelineBuilder {
    if (!isPlainObject(stage)) {
      throw new InvalidArgument(
        `stage(...) takes one stage of the server, such as { $unwind: "$tags" }; found ${describeValue(stage)}.`,
        { code: "argument.pipeline" },
      );
    }
    return this.#add({ stage, shape: untypedShape });
  }

  /** What a function makes of the fields of the rows. */
  #ask<T>(step: string, make: (fields: object) => T): T {
    if (typeof make === "function") return make(this.shape.fields());
    throw new InvalidArgument(
      `${step}(...) takes functions of the row, such as (row) => ({ total: sum(row.price) }); found ${
        describeValue(make)
      }.`,
      { code: "argument.pipeline" },
    );
  }

  #directions(by: Record<string, unknown>): FieldSortKey[] {
    return Object.entries(by).map(([name, direction]) => {
      if (direction === 1 || direction === -1) {
        return new FieldSortKey(resolvePath(this.shape.scope, name).stored, direction);
      }
      throw new InvalidArgument(`sort({ ${name}: ... }): a direction is 1 or -1.`, {
        code: "argument.sort",
        path: name,
      });
    });
  }

  #sortKeys(key: unknown): FieldSortKey[] {
    const { scope } = this.shape;
    const keys = resolveSort(scope, key, () => this.shape.fields());
    if (!this.#fetches) return keys;
    return keys.map(({ path, direction }) => new FieldSortKey(fetchedPath(scope, path), direction));
  }

  #add({ stage, shape }: Stage): PipelineBuilder {
    return new PipelineBuilder(shape, [...this.stages, stage], this.#fetches);
  }
}

/** The aggregation that a function builds over what a query finds. */
export function buildPipeline(state: QueryState, build: Build): AggregateRun {
  const { model, fetch, withChildren } = state;
  const fetches = fetch !== undefined && fetch.depth !== 0;
  const start = fetches ? fetchedShape(model, chosenFor(model, fetch, withChildren)) : documentShape(model);
  const { stages, shape } = built(build, start, `${model.name}: aggregate(...)`, fetches);
  return AggregateRun.after(state, stages, shape.rows());
}

function built(build: Build, shape: RowShape, where: string, fetches = false): PipelineBuilder {
  const pipeline = typeof build === "function" ? build(new PipelineBuilder(shape, [], fetches)) : undefined;
  if (pipeline instanceof PipelineBuilder) return pipeline;
  throw new InvalidArgument(`What is given to ${where} is a function that returns the pipeline: (p) => p.match(...).`, {
    code: "argument.pipeline",
  });
}
