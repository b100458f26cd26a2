import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { Predicate } from "../types/expressions.ts";
import { describeValue } from "../transfer/describe-value.ts";
import type { FieldScope } from "./field-scope.ts";
import { negatedFilter } from "./negated-filter.ts";
import { PredicateExpression, RawFilter, type SentFilter } from "./predicate.ts";

/** Several predicates as one. */
export class JoinedPredicate extends PredicateExpression {
  readonly operator: "$and" | "$or" | "$nor";
  readonly members: readonly PredicateExpression[];

  constructor(operator: "$and" | "$or" | "$nor", members: readonly PredicateExpression[]) {
    super();
    this.operator = operator;
    this.members = members;
  }

  toFilter(scope: FieldScope): SentFilter {
    return { [this.operator]: this.members.map((member) => member.toFilter(scope)) };
  }
}

/** The opposite of a predicate. */
export class NegatedPredicate extends PredicateExpression {
  readonly member: PredicateExpression;

  constructor(member: PredicateExpression) {
    super();
    this.member = member;
  }

  toFilter(scope: FieldScope): SentFilter {
    return negatedFilter(this.member.toFilter(scope));
  }
}

/** One predicate as it is, several as one. */
export function joined(operator: "$and" | "$or", members: readonly PredicateExpression[]): PredicateExpression {
  return members.length === 1 ? members[0]! : new JoinedPredicate(operator, members);
}

/**
 * All predicates must be met.
 *
 * @example `Product.find(or(Product.price.lt(1), and(Product.price.lt(5), Product.tags.eq("sale"))))`
 */
export function and<R>(...predicates: Predicate<R>[]): Predicate<R> {
  return publish(joined("$and", membersOf("and", predicates)));
}

/** At least one predicate must be met. */
export function or<R>(...predicates: Predicate<R>[]): Predicate<R> {
  return publish(joined("$or", membersOf("or", predicates)));
}

/** No predicate may be met. */
export function nor<R>(...predicates: Predicate<R>[]): Predicate<R> {
  return publish(new JoinedPredicate("$nor", membersOf("nor", predicates)));
}

/** The predicate must not be met. Documents that lack its field count as not meeting it. */
export function not<R>(predicate: Predicate<R>): Predicate<R> {
  return publish(new NegatedPredicate(membersOf("not", [predicate])[0]!));
}

/**
 * A filter in the server's own form, with stored names, for what the typed forms do not say. It fits every model and is not checked here; the engine
 * still checks its operators.
 *
 * @example `Product.find(raw({ "items.0.n": 3 }))`
 */
export function raw(filter: object): Predicate<never> {
  if (typeof filter !== "object" || filter === null || Array.isArray(filter)) {
    throw new InvalidArgument(`raw(...) takes a filter object, not ${describeValue(filter)}.`);
  }
  return publish(new RawFilter({ ...filter }));
}

function membersOf(name: string, predicates: readonly unknown[]): PredicateExpression[] {
  refuseNone(name, predicates);
  return predicates.map((predicate) => {
    if (predicate instanceof PredicateExpression) return predicate;
    throw new InvalidArgument(
      `${name}(...) takes expressions such as Product.price.lt(1); wrap a plain filter in raw(...). Found ${
        describeValue(predicate)
      }.`,
    );
  });
}

/** @throws {InvalidArgument} when there is nothing to join */
export function refuseNone(name: string, criteria: readonly unknown[]): void {
  if (criteria.length > 0) return;
  throw new InvalidArgument(
    `${name}() needs at least one criterion: MongoDB refuses empty lists, and what none would mean is a guess.`,
  );
}

/** The public type carries the model's names for the compiler only; at run time there is nothing to add. */
export function publish<R>(predicate: PredicateExpression): Predicate<R> {
  return predicate as unknown as Predicate<R>;
}
