import { InvalidArgument } from "../../errors/invalid-argument.ts";
import { describeValue } from "../../transfer/describe-value.ts";
import type { Predicate } from "../../types/expressions.ts";
import type { FieldExpression } from "../field-expression.ts";
import { isFieldReference } from "../field-reference.ts";
import { publish } from "../logical.ts";
import { NamedPredicate } from "../named-predicate.ts";
import type { PredicateExpression } from "../predicate.ts";

/** A condition on a field that is given as an expression, or by its path in names of the model. */
export function onField<R>(
  operator: string,
  field: unknown,
  make: (field: FieldExpression) => PredicateExpression,
): Predicate<R> {
  if (isFieldReference(field)) return publish(make(field as FieldExpression));
  if (typeof field === "string") return publish(new NamedPredicate(field, make));
  throw new InvalidArgument(
    `${operator}(...) takes a field first: Product.price or "price"; found ${describeValue(field)}.`,
    { code: "argument.field" },
  );
}
