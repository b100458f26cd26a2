import { InvalidArgument } from "../errors/invalid-argument.ts";
import { describeValue } from "../transfer/describe-value.ts";
import type { FieldScope } from "./field-scope.ts";
import { isPlainObject } from "./plain-object.ts";
import { compileFilter } from "./plain-filter.ts";
import { PredicateExpression, type SentFilter } from "./predicate.ts";

/** An expression, a plain filter, or a function of the fields, as the server gets it. */
export function compileCriterion(scope: FieldScope, criterion: unknown, fields: () => object): SentFilter {
  const made = isCallback(criterion) ? criterion(fields()) : criterion;
  if (made instanceof PredicateExpression) return made.toFilter(scope);
  if (isPlainObject(made)) return compileFilter(scope, made);
  throw new InvalidArgument(
    `${scope.name}: a criterion is an expression (${scope.name}.price.lt(5)), a plain filter ({ name: "x" }) or a function of the fields; found ${
      describeValue(made)
    }.`,
    { code: "argument.criterion" },
  );
}

/** Several filters as one: all must match. */
export function joinFilters(filters: readonly SentFilter[]): SentFilter {
  return filters.length === 0 ? {} : filters.length === 1 ? filters[0]! : { $and: filters };
}

/** A function, but not a class: given one by mistake, the message about criteria helps more than one about `new`. */
export function isCallback(value: unknown): value is (fields: object) => unknown {
  return typeof value === "function" && Object.getOwnPropertyDescriptor(value, "prototype")?.writable !== false;
}
