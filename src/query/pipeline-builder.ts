import { InvalidArgument } from "../errors/invalid-argument.ts";
import { compileCriterion, joinFilters } from "../expression/criterion.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { fieldsOf } from "../expression/field-expression.ts";
import type { FieldNode } from "../schema/field.ts";
import { setOwn } from "../expression/plain-object.ts";
import type { FieldScope } from "../expression/field-scope.ts";
import { resolvePath } from "../expression/field-path.ts";
import { isFieldReference, NODE, PATH } from "../expression/field-reference.ts";
import { operandPath } from "../expression/predicate.ts";
import { AccumulatorExpression } from "./accumulators.ts";
import { AggregateRun } from "./aggregate-query.ts";
import { documentRows, type GroupField, groupRows, type RowReading, untypedReading } from "./pipeline-rows.ts";
import { wholeNumber } from "./options.ts";
import type { QueryState } from "./query-state.ts";
import { rowFields, RowScope } from "./row-fields.ts";

/** Builds a pipeline step by step and follows what its rows are. Immutable. */
export class PipelineBuilder {
  readonly stages: readonly Record<string, unknown>[];
  readonly reading: RowReading;
  readonly #scope: FieldScope;

  constructor(scope: FieldScope, reading: RowReading, stages: readonly Record<string, unknown>[] = []) {
    this.#scope = scope;
    this.reading = reading;
    this.stages = stages;
  }

  match(...criteria: unknown[]): PipelineBuilder {
    const filters = criteria.map((criterion) => compileCriterion(this.#scope, criterion, () => this.#fields()));
    return this.#add({ $match: joinFilters(filters) });
  }

  sort(by: unknown): PipelineBuilder {
    if (typeof by !== "object" || by === null) {
      throw new InvalidArgument(`sort(...) of a pipeline takes { field: 1 | -1 }, not ${describeValue(by)}.`, {
        code: "argument.sort",
      });
    }
    const keys = Object.entries(by).map(([name, direction]) => {
      if (direction !== 1 && direction !== -1) {
        throw new InvalidArgument(`sort({ ${name}: ... }): a direction is 1 or -1.`, {
          code: "argument.sort",
          path: name,
        });
      }
      return [resolvePath(this.#scope, name).stored, direction] as const;
    });
    return this.#add({ $sort: Object.fromEntries(keys) });
  }

  skip(count: number): PipelineBuilder {
    return this.#add({ $skip: wholeNumber("skip", count) });
  }

  limit(count: number): PipelineBuilder {
    return this.#add({ $limit: wholeNumber("limit", count) });
  }

  stage(stage: unknown): PipelineBuilder {
    if (typeof stage !== "object" || stage === null || Array.isArray(stage)) {
      throw new InvalidArgument(
        `stage(...) takes one stage of the server, such as { $unwind: "$tags" }; found ${describeValue(stage)}.`,
        {
          code: "argument.pipeline",
        },
      );
    }
    const scope = new RowScope("a row of the pipeline", new Map());
    return new PipelineBuilder(scope, untypedReading, [...this.stages, stage as Record<string, unknown>]);
  }

  group(by: (fields: object) => unknown, compute: (fields: object) => Record<string, unknown>): PipelineBuilder {
    const key = by(this.#fields());
    if (!isFieldReference(key)) {
      throw new InvalidArgument("group(...) takes a function that gives a field first: (g) => g.city.", {
        code: "argument.field",
      });
    }
    const stage: Record<string, unknown> = { _id: operandPath(key[PATH]) };
    const fields: GroupField[] = [{ name: "_id", path: key[PATH], node: key[NODE] }];
    for (const [name, accumulator] of Object.entries(compute(this.#fields()))) {
      if (!(accumulator instanceof AccumulatorExpression)) {
        throw new InvalidArgument(
          `group(...): "${name}" needs an accumulator such as sum(g.price); a group has many values of a field.`,
          {
            code: "argument.accumulator",
            path: name,
          },
        );
      }
      setOwn(stage, name, { [accumulator.operator]: accumulator.operand });
      fields.push({ name, path: accumulator.source?.path, node: accumulator.source?.node });
    }
    const known = new Map<string, FieldNode | undefined>(fields.map(({ name, node }) => [name, node]));
    const scope = new RowScope("a row of the group", known);
    return new PipelineBuilder(scope, groupRows(this.reading, fields), [...this.stages, { $group: stage }]);
  }

  #fields(): object {
    return this.#scope instanceof RowScope ? rowFields(this.#scope) : fieldsOf(this.#scope);
  }

  #add(stage: Record<string, unknown>): PipelineBuilder {
    return new PipelineBuilder(this.#scope, this.reading, [...this.stages, stage]);
  }
}

/** The aggregation that a function builds over what a query finds. */
export function buildPipeline(state: QueryState, build: (pipeline: PipelineBuilder) => unknown): AggregateRun {
  const built = build(new PipelineBuilder(state.model, documentRows(state.model)));
  if (!(built instanceof PipelineBuilder)) {
    throw new InvalidArgument(
      `${state.model.name}: the function given to aggregate(...) returns the pipeline: (p) => p.match(...).`,
      {
        code: "argument.pipeline",
      },
    );
  }
  return AggregateRun.after(state, built.stages, built.reading.rows());
}
