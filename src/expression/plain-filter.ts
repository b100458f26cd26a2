import { InvalidArgument } from "../errors/invalid-argument.ts";
import { compileExpression } from "./aggregation-expression.ts";
import { encodeFilterValue } from "./encode-filter-value.ts";
import type { FieldNode } from "../schema/field.ts";
import { linkCondition } from "./link-condition.ts";
import { elementScope, type FieldScope } from "./field-scope.ts";
import { resolvePath } from "./field-path.ts";
import { deeper } from "./nesting.ts";
import { isPlainObject, setOwn } from "./plain-object.ts";
import { PredicateExpression, type SentFilter } from "./predicate.ts";
import { undefinedValue } from "./undefined-value.ts";

/** Operators that join filters. */
const JOINING = new Set(["$and", "$or", "$nor"]);
/** Operators whose operand is a value of the field. */
const COMPARING = new Set(["$eq", "$ne", "$gt", "$gte", "$lt", "$lte"]);
/** Operators whose operand is a list of values of the field. */
const LISTING = new Set(["$in", "$nin", "$all"]);

/** A plain filter with property names as the server gets it: stored names, encoded values. */
export function compileFilter(scope: FieldScope, filter: object, depth = 0): SentFilter {
  const below = deeper(depth, scope.name);
  const sent: SentFilter = {};
  for (const [key, value] of Object.entries(filter)) {
    if (value === undefined) throw undefinedValue(key, scope.name);
    if (JOINING.has(key)) sent[key] = joined(scope, key, value, below);
    else if (key === "$expr") sent[key] = compileExpression(value, depth);
    else if (key.startsWith("$")) sent[key] = value;
    else {
      const { stored, node } = resolvePath(scope, key);
      const link = linkCondition(node, stored, value, key);
      const path = link?.path ?? stored;
      if (Object.hasOwn(sent, path)) throw namedTwice(scope, path);
      setOwn(sent, path, link === undefined ? compileCondition(node, value, key, scope, below) : link.condition);
    }
  }
  return sent;
}

/** What one list element has to meet: a filter on its fields, or operators on the element itself. */
export function compileElement(list: FieldNode | undefined, path: string, filter: object, depth = 0): SentFilter {
  const scope = elementScope(list, path);
  if (filter instanceof PredicateExpression) return filter.toFilter(scope);
  return isOperators(filter) && !Object.keys(filter).some((key) => JOINING.has(key))
    ? compileOperators(list?.element(), filter, path, scope, depth)
    : list === undefined || scope.fields().length === 0
    ? { ...filter }
    : compileFilter(scope, filter, depth);
}

function joined(scope: FieldScope, key: string, filters: unknown, depth: number): SentFilter[] {
  if (!Array.isArray(filters)) {
    throw new InvalidArgument(`${scope.name}: ${key} takes a list of filters.`, { path: key });
  }
  return filters.map((filter, index) => {
    if (filter instanceof PredicateExpression) return filter.toFilter(scope);
    if (isPlainObject(filter)) return compileFilter(scope, filter, depth);
    throw new InvalidArgument(`${scope.name}: ${key}[${index}] is no filter.`, { path: `${key}.${index}` });
  });
}

/** What a plain filter says about one field, as it is sent. */
export function compileCondition(
  node: FieldNode | undefined,
  value: unknown,
  path: string,
  scope: FieldScope,
  depth: number,
): unknown {
  if (value instanceof RegExp) return value;
  if (isPlainObject(value)) {
    if (isOperators(value)) return compileOperators(node, value, path, scope, depth);
    return { $eq: encodeFilterValue(node, value, path) };
  }
  return encodeFilterValue(node, value, path);
}

function compileOperators(
  node: FieldNode | undefined,
  operators: object,
  path: string,
  scope: FieldScope,
  depth: number,
): SentFilter {
  const below = deeper(depth, scope.name);
  const sent: SentFilter = {};
  for (const [operator, value] of Object.entries(operators)) {
    const place = `${path}.${operator}`;
    if (value === undefined) throw undefinedValue(place, scope.name);
    if (!operator.startsWith("$")) {
      throw new InvalidArgument(
        `${scope.name}.${path}: operators and the fields of a value can not be mixed ("${operator}"). Wrap a literal object in { $eq: ... }.`,
        { path },
      );
    }
    if (COMPARING.has(operator)) sent[operator] = encodeFilterValue(node, value, path);
    else if (LISTING.has(operator)) sent[operator] = listed(node, operator, value, path, below);
    else if (operator === "$not") {
      sent[operator] = isPlainObject(value) ? compileOperators(node, value, path, scope, below) : value;
    } else if (operator === "$elemMatch" && isPlainObject(value)) {
      sent[operator] = compileElement(node, path, value, below);
    } else sent[operator] = value;
  }
  return sent;
}

function listed(
  node: FieldNode | undefined,
  operator: string,
  values: unknown,
  path: string,
  depth: number,
): unknown[] {
  if (!Array.isArray(values)) throw new InvalidArgument(`${path}: ${operator} takes a list of values.`, { path });
  return values.map((value, index) => {
    if (operator === "$all" && isPlainObject(value) && isPlainObject(value["$elemMatch"])) {
      return { $elemMatch: compileElement(node, path, value["$elemMatch"], depth) };
    }
    return encodeFilterValue(node, value, `${path}[${index}]`);
  });
}

function isOperators(value: object): boolean {
  for (const key in value) if (key.startsWith("$")) return true;
  return false;
}

function namedTwice(scope: FieldScope, path: string): InvalidArgument {
  return new InvalidArgument(
    `${scope.name}.${path} stands twice in one filter. Join the two conditions with and(...).`,
    { path },
  );
}
