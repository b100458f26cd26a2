import { InvalidArgument } from "../../errors/invalid-argument.ts";
import { describeValue } from "../../transfer/describe-value.ts";
import type { Predicate } from "../../types/expressions.ts";
import type { PlainFilter } from "../../types/filters.ts";
import { joined, JoinedPredicate, NegatedPredicate, publish, refuseNone } from "../logical.ts";
import { PlainPredicate } from "../named-predicate.ts";
import { isPlainObject } from "../plain-object.ts";
import { PredicateExpression } from "../predicate.ts";

/** @internal What is joined: expressions, and plain filters, whose names wait for the model that they are used with. */
type Part<R> = Predicate<R> | PlainFilter;

/** All criteria must be met; a single one is given back as it is. */
export function And<R = never>(...criteria: Part<R>[]): Predicate<R> {
  return publish(joined("$and", partsOf("And", criteria)));
}

/** At least one criterion must be met; a single one is given back as it is. */
export function Or<R = never>(...criteria: Part<R>[]): Predicate<R> {
  return publish(joined("$or", partsOf("Or", criteria)));
}

/** No criterion may be met. */
export function Nor<R = never>(...criteria: Part<R>[]): Predicate<R> {
  return publish(new JoinedPredicate("$nor", partsOf("Nor", criteria)));
}

/** The criterion must not be met. Documents that lack its field count as not meeting it. */
export function Not<R = never>(criterion: Part<R>): Predicate<R> {
  return publish(new NegatedPredicate(partsOf("Not", [criterion])[0]!));
}

function partsOf(name: string, criteria: readonly unknown[]): PredicateExpression[] {
  refuseNone(name, criteria);
  return criteria.map((criterion) => {
    if (criterion instanceof PredicateExpression) return criterion;
    if (isPlainObject(criterion)) return new PlainPredicate(criterion);
    throw new InvalidArgument(
      `${name}(...) takes expressions such as Product.price.lt(1), or plain filters; found ${
        describeValue(criterion)
      }.`,
      { code: "argument.criterion" },
    );
  });
}
