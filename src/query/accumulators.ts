import { InvalidArgument } from "../errors/invalid-argument.ts";
import { isFieldReference, NODE, PATH } from "../expression/field-reference.ts";
import type { FieldNode } from "../schema/field.ts";
import { operandPath } from "../expression/predicate.ts";
import type { Accumulator } from "../types/aggregations.ts";
import type { Operand } from "../types/expressions.ts";
import type { Numeric } from "../types/scalars.ts";

/** A value computed over the rows of a group. */
export class AccumulatorExpression {
  readonly operator: string;
  /** A field with its `$`, or a number. */
  readonly operand: string | number;
  /** The field whose values it gives, when it gives such. */
  readonly source: { readonly path: string; readonly node: FieldNode | undefined } | undefined;

  constructor(operator: string, operand: string | number, source?: AccumulatorExpression["source"]) {
    this.operator = operator;
    this.operand = operand;
    this.source = source;
  }

  get kind(): "accumulator" {
    return "accumulator";
  }
}

/**
 * Sum of a field over a group; `sum(1)` counts the rows.
 *
 * @example `Product.aggregate((p) => p.group((g) => g.addr.city, (g) => ({ total: sum(g.price), rows: sum(1) })))`
 */
export function sum(operand: Operand<Numeric | null> | 1): Accumulator<number> {
  return publish(operand === 1 ? new AccumulatorExpression("$sum", 1) : over("$sum", operand, false));
}

/** Mean of a field over a group; `null` when no row has a number there. */
export function avg(operand: Operand<Numeric | null>): Accumulator<number | null> {
  return publish(over("$avg", operand, false));
}

/** Smallest value of a field in a group. */
export function min<T>(operand: Operand<T>): Accumulator<T | null> {
  return publish(over("$min", operand, true));
}

/** Largest value of a field in a group. */
export function max<T>(operand: Operand<T>): Accumulator<T | null> {
  return publish(over("$max", operand, true));
}

function over(operator: string, operand: unknown, keepsValues: boolean): AccumulatorExpression {
  if (!isFieldReference(operand)) {
    throw new InvalidArgument(
      `${operator.slice(1)}(...) takes a field of the rows: (g) => ${operator.slice(1)}(g.price).`,
      {
        code: "argument.field",
      },
    );
  }
  const path = operand[PATH];
  return new AccumulatorExpression(
    operator,
    operandPath(path),
    keepsValues ? { path, node: operand[NODE] } : undefined,
  );
}

/** The public type carries the values' type for the compiler only; at run time there is nothing to add. */
function publish<T>(accumulator: AccumulatorExpression): Accumulator<T> {
  return accumulator as unknown as Accumulator<T>;
}
