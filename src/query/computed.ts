import { InvalidArgument } from "../errors/invalid-argument.ts";
import { isFieldReference, NODE, PATH } from "../expression/field-reference.ts";
import { isPlainObject, setOwn } from "../expression/plain-object.ts";
import { operandPath } from "../expression/predicate.ts";
import { undefinedValue } from "../expression/undefined-value.ts";
import type { FieldNode } from "../schema/field.ts";
import { describeValue } from "../transfer/describe-value.ts";
import type { Operand } from "../types/expressions.ts";

/** An expression of the server. */
export class ComputedExpression {
  readonly expression: unknown;

  constructor(expression: unknown) {
    this.expression = expression;
  }
}

/** What a stage of a pipeline computes a field from. */
export interface Computed {
  /** As the server takes it. */
  readonly sent: unknown;
  /** The field whose values these are, when they are those of a field. */
  readonly source: { readonly path: string; readonly node: FieldNode | undefined } | undefined;
}

/**
 * A value that the server computes, for the stages of a typed pipeline and their accumulators.
 *
 * @typeParam T what it gives; nothing checks it
 * @param expression an expression of the server (MongoDB manual, "Aggregation Operators"); fields may stand in it as they are
 *
 * @example
 * ```ts
 * Product.aggregate((p) => p.addFields((f) => ({ worth: compute<number>({ $multiply: [f.price, f.stock] }) })));
 * ```
 */
export function compute<T>(expression: unknown): Operand<T> {
  return new ComputedExpression(withPaths(expression)) as unknown as Operand<T>;
}

/** The value of an operand: a field, or something computed. */
export function computedOf(operand: unknown, where: string): Computed {
  if (isFieldReference(operand)) {
    return { sent: operandPath(operand[PATH]), source: { path: operand[PATH], node: operand[NODE] } };
  }
  if (operand instanceof ComputedExpression) return { sent: operand.expression, source: undefined };
  throw new InvalidArgument(
    `${where} takes a field of the rows, such as f.price, or compute({ $multiply: [f.price, 2] }); found ${
      describeValue(operand)
    }.`,
    { code: "argument.field" },
  );
}

/** Fields become their paths, wherever they stand. */
function withPaths(expression: unknown): unknown {
  if (expression === undefined) throw undefinedValue("compute");
  if (isFieldReference(expression)) return operandPath(expression[PATH]);
  if (expression instanceof ComputedExpression) return expression.expression;
  if (Array.isArray(expression)) return expression.map(withPaths);
  if (!isPlainObject(expression)) return expression;
  const sent: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(expression)) setOwn(sent, name, withPaths(value));
  return sent;
}
