import type { FieldExpression } from "./field-expression.ts";
import { fieldExpression } from "./field-expression.ts";
import { resolvePath } from "./field-path.ts";
import type { FieldScope } from "./field-scope.ts";
import { compileFilter } from "./plain-filter.ts";
import { PredicateExpression, type SentFilter } from "./predicate.ts";

/** A condition on a field that was given by its name: which field that is, the model decides that it is used with. */
export class NamedPredicate extends PredicateExpression {
  readonly path: string;
  readonly make: (field: FieldExpression) => PredicateExpression;

  constructor(path: string, make: (field: FieldExpression) => PredicateExpression) {
    super();
    this.path = path;
    this.make = make;
  }

  toFilter(scope: FieldScope): SentFilter {
    const { stored, node } = resolvePath(scope, this.path);
    return this.make(fieldExpression(node, stored)).toFilter(scope);
  }
}

/** A plain filter among expressions: its names wait for the model that it is used with. */
export class PlainPredicate extends PredicateExpression {
  readonly filter: Readonly<Record<string, unknown>>;

  constructor(filter: Readonly<Record<string, unknown>>) {
    super();
    this.filter = { ...filter };
  }

  toFilter(scope: FieldScope): SentFilter {
    return compileFilter(scope, this.filter);
  }
}
