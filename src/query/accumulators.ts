import type { Accumulator } from "../types/aggregations.ts";
import type { Operand } from "../types/expressions.ts";
import type { Numeric } from "../types/scalars.ts";
import { type Computed, computedOf } from "./computed.ts";

/** A value computed over the rows of a group. */
export class AccumulatorExpression {
  readonly operator: string;
  /** As the server takes it. */
  readonly operand: unknown;
  /** The field whose values it gives, when it gives such. */
  readonly source: Computed["source"];
  /** It gives a list of the values. */
  readonly collects: boolean;

  constructor(operator: string, operand: unknown, source?: Computed["source"], collects = false) {
    this.operator = operator;
    this.operand = operand;
    this.source = source;
    this.collects = collects;
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
  return publish(operand === 1 ? new AccumulatorExpression("$sum", 1) : number("$sum", operand));
}

/** Number of the rows of a group. */
export function count(): Accumulator<number> {
  return publish(new AccumulatorExpression("$sum", 1));
}

/** Mean of a field over a group; `null` when no row has a number there. */
export function avg(operand: Operand<Numeric | null>): Accumulator<number | null> {
  return publish(number("$avg", operand));
}

/** Smallest value of a field in a group. */
export function min<T>(operand: Operand<T>): Accumulator<T | null> {
  return publish(value("$min", operand));
}

/** Largest value of a field in a group. */
export function max<T>(operand: Operand<T>): Accumulator<T | null> {
  return publish(value("$max", operand));
}

/** Value of a field in the first row of a group; the order is that of the last `sort` before. */
export function first<T>(operand: Operand<T>): Accumulator<T | null> {
  return publish(value("$first", operand));
}

/** Value of a field in the last row of a group; the order is that of the last `sort` before. */
export function last<T>(operand: Operand<T>): Accumulator<T | null> {
  return publish(value("$last", operand));
}

/** All values of a field in a group, in the order of the rows; rows without the field are passed over. */
export function push<T>(operand: Operand<T>): Accumulator<T[]> {
  return publish(list("$push", operand));
}

/** The different values of a field in a group, in no order. */
export function addToSet<T>(operand: Operand<T>): Accumulator<T[]> {
  return publish(list("$addToSet", operand));
}

function number(operator: string, operand: unknown): AccumulatorExpression {
  return new AccumulatorExpression(operator, computedBy(operator, operand).sent);
}

function value(operator: string, operand: unknown): AccumulatorExpression {
  const { sent, source } = computedBy(operator, operand);
  return new AccumulatorExpression(operator, sent, source);
}

function list(operator: string, operand: unknown): AccumulatorExpression {
  const { sent, source } = computedBy(operator, operand);
  return new AccumulatorExpression(operator, sent, source, true);
}

function computedBy(operator: string, operand: unknown): Computed {
  return computedOf(operand, `${operator.slice(1)}(...)`);
}

/** The public type carries the values' type for the compiler only; at run time there is nothing to add. */
function publish<T>(accumulator: AccumulatorExpression): Accumulator<T> {
  return accumulator as unknown as Accumulator<T>;
}
