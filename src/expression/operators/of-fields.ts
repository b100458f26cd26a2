import { InvalidArgument } from "../../errors/invalid-argument.ts";
import { describeValue } from "../../transfer/describe-value.ts";
import type { Change } from "../../types/expressions.ts";
import { OperatorChange, type UpdateOperator } from "../change.ts";
import { isPlainObject } from "../plain-object.ts";

/**
 * One operator for some fields. It learns the model from where it is used; free-standing it is unchecked until then. The public type carries
 * the model for the compiler only.
 */
export function ofFields<R, D>(operator: UpdateOperator, fields: object): Change<R, D> {
  if (isPlainObject(fields)) return new OperatorChange(operator, fields) as unknown as Change<R, D>;
  const name = operator.charAt(1).toUpperCase() + operator.slice(2);
  throw new InvalidArgument(`${name}(...) takes an object of fields, not ${describeValue(fields)}.`, {
    code: "argument.change",
  });
}
