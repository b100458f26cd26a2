import { InvalidArgument } from "../errors/invalid-argument.ts";
import { isObjectId } from "../values/object-id.ts";
import { encodeFilterValue } from "./encode-filter-value.ts";
import { comparedId, linkComparand } from "./link-comparand.ts";
import type { FieldScope } from "./field-scope.ts";
import { type FieldReference, isFieldReference, NODE, PATH } from "./field-reference.ts";

/** A filter as it is sent. */
export type SentFilter = Record<string, unknown>;

/** A condition on documents: immutable, independent of any query. */
export abstract class PredicateExpression {
  get kind(): "predicate" {
    return "predicate";
  }

  /** The filter that the server gets. `scope`: where names that were given as text are looked up. */
  abstract toFilter(scope: FieldScope): SentFilter;
}

/** One operator on one field; its value is a literal. */
export class Condition extends PredicateExpression {
  readonly path: string;
  readonly operator: string;
  readonly value: unknown;

  constructor(path: string, operator: string, value: unknown) {
    super();
    this.path = path;
    this.operator = operator;
    this.value = value;
  }

  toFilter(): SentFilter {
    return { [this.path]: this.operator === "$eq" ? literally(this.value) : { [this.operator]: this.value } };
  }
}

/** A pattern with its options. */
export class PatternCondition extends PredicateExpression {
  readonly path: string;
  readonly pattern: string;
  readonly options: string;

  constructor(path: string, pattern: string, options: string) {
    super();
    this.path = path;
    this.pattern = pattern;
    this.options = options;
  }

  toFilter(): SentFilter {
    const { path, pattern, options } = this;
    return { [path]: options === "" ? { $regex: pattern } : { $regex: pattern, $options: options } };
  }
}

/** Two fields of one document compared with each other. */
export class FieldComparison extends PredicateExpression {
  readonly operator: string;
  readonly left: string;
  readonly right: string;

  constructor(operator: string, left: string, right: string) {
    super();
    this.operator = operator;
    this.left = left;
    this.right = right;
  }

  toFilter(): SentFilter {
    return { $expr: { [this.operator]: [operandPath(this.left), operandPath(this.right)] } };
  }
}

/** A filter that goes as it is. */
export class RawFilter extends PredicateExpression {
  readonly filter: SentFilter;

  constructor(filter: SentFilter) {
    super();
    this.filter = filter;
  }

  toFilter(): SentFilter {
    return this.filter;
  }
}

/** Compares a field with a value, or with another field. */
export function compare(field: FieldReference, operator: string, value: unknown): PredicateExpression {
  const path = field[PATH];
  if (isFieldReference(value)) return new FieldComparison(operator, path, value[PATH]);
  const node = field[NODE];
  const link = value === null ? undefined : linkComparand(node, path);
  return link === undefined
    ? new Condition(path, operator, encodeFilterValue(node, value, path))
    : new Condition(link.path, operator, encodeFilterValue(link.node, comparedId(node, value, path), path));
}

/** A field as an operand of an aggregation expression: there, unlike in filters, positions in lists can not be written. */
export function operandPath(path: string): string {
  if (/\.(\d+|\$[^.]*)(\.|$)/.test(path)) {
    throw new InvalidArgument(
      `${path} can not be compared with or copied to another field: MongoDB's expressions take no list positions. Use raw({ $expr: ... }) with $arrayElemAt.`,
      { path },
    );
  }
  return `$${path}`;
}

/** The condition that a field equals the value, whatever that is: an object in a filter could be read as operators. */
export function literally(value: unknown): unknown {
  return isBareLiteral(value) ? value : { $eq: value };
}

/** Whether the server takes the value for a literal without `$eq`: an object could hold operators, a RegExp would be a pattern. */
function isBareLiteral(value: unknown): boolean {
  return typeof value !== "object" || value === null || value instanceof Date || isObjectId(value);
}
