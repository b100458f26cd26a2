import type { Rows } from "../client/operation.ts";
import { fieldsOf } from "../expression/field-expression.ts";
import type { FieldScope } from "../expression/field-scope.ts";
import type { FieldNode } from "../schema/field.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { Plan, PlanObject } from "../transfer/plan.ts";
import { rowFields, RowScope } from "./row-fields.ts";
import { plainRows, untypedRows } from "./rows.ts";

/** Shapes that are remembered behind one: names in pipelines may come from data, so the number is bounded, and the oldest is forgotten first. */
const REMEMBERED = 100;

/**
 * What is known of the rows at one place of a pipeline: how they are read, and which fields they have. The same stages lead to the same shape again, whose
 * plan the engine knows and whose reader is compiled already.
 */
export class RowShape {
  static #made = 0;
  /** Tells this shape from all others, for the signatures of shapes that are made of several. */
  readonly number: number = ++RowShape.#made;
  /** Undefined: nothing is known. */
  readonly plan: Plan | undefined;
  readonly scope: FieldScope;
  readonly #derived = new Map<string, RowShape>();
  #rows: Rows<object> | undefined;

  constructor(plan: Plan | undefined, scope: FieldScope) {
    this.plan = plan;
    this.scope = scope;
  }

  rows(): Rows<object> {
    return this.plan === undefined ? untypedRows : this.#rows ??= plainRows(this.plan);
  }

  /** The fields as expressions, for functions of the user. */
  fields(): object {
    return this.scope instanceof RowScope ? rowFields(this.scope) : fieldsOf(this.scope);
  }

  /** The shape behind a stage. `signature` says all that `make` depends on, beside this shape. */
  derive(signature: readonly unknown[], make: () => RowShape): RowShape {
    const key = JSON.stringify(signature);
    let shape = this.#derived.get(key);
    if (shape === undefined) {
      shape = make();
      if (this.#derived.size === REMEMBERED) this.#derived.delete(this.#derived.keys().next().value!);
      this.#derived.set(key, shape);
    }
    return shape;
  }
}

/** Rows of which nothing is known. */
export const untypedShape: RowShape = new RowShape(undefined, new RowScope("a row of the pipeline", [], true));

const ofModels = new WeakMap<ModelRuntime, RowShape>();

/** Whole documents of a model, as plain objects. */
export function documentShape(model: ModelRuntime): RowShape {
  let shape = ofModels.get(model);
  if (shape === undefined) ofModels.set(model, shape = new RowShape(model.plan, model));
  return shape;
}

/**
 * Rows of which all fields are known.
 *
 * @param row how a row is read
 * @param objects the objects in it, from number 1 on
 * @param nodes the fields for expressions
 */
export function shapeOf(
  model: string,
  row: PlanObject,
  objects: readonly PlanObject[],
  nodes: readonly FieldNode[],
): RowShape {
  return new RowShape({ model, objects: [row, ...objects] }, new RowScope("a row of the pipeline", nodes, false));
}
