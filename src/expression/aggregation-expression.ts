import { describeValue } from "../transfer/describe-value.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { isFieldReference, PATH } from "./field-reference.ts";
import { deeper } from "./nesting.ts";
import { isPlainObject, setOwn } from "./plain-object.ts";
import { operandPath } from "./predicate.ts";

/**
 * An expression of the server (`$expr`) as it is sent: fields that stand in it as expressions become their stored paths, all else goes as
 * given.
 */
export function compileExpression(expression: unknown, depth = 0): unknown {
  if (isFieldReference(expression)) return operandPath(expression[PATH]);
  if (Array.isArray(expression)) {
    const below = deeper(depth, "$expr");
    return expression.map((member) => compileExpression(member, below));
  }
  if (!isPlainObject(expression)) return expression;
  const below = deeper(depth, "$expr");
  const sent: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(expression)) setOwn(sent, key, compileExpression(member, below));
  return sent;
}

/** An expression that is an object, as users write it. */
export function expressionObject(expression: unknown): object {
  if (isPlainObject(expression)) return expression;
  throw new InvalidArgument(
    `Expr(...) takes an expression object such as { $gt: [Product.spent, Product.budget] }, not ${
      describeValue(expression)
    }.`,
    { code: "argument.criterion" },
  );
}
