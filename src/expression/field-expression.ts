import { InvalidArgument } from "../errors/invalid-argument.ts";
import { type ChangeExpression, FieldChange, FieldCopy } from "./change.ts";
import { compileCriterion } from "./criterion.ts";
import { encodeFilterValue } from "./encode-filter-value.ts";
import type { FieldNode } from "../schema/field.ts";
import { elementOf, elementScope, type FieldScope } from "./field-scope.ts";
import { type FieldReference, isFieldReference, NODE, PATH } from "./field-reference.ts";
import { amountOperand, type ChangePlace, elementsOperand, pullOperand, storedOperand } from "./operand.ts";
import { patternCondition } from "./pattern.ts";
import { isPlainObject } from "./plain-object.ts";
import { compileElement } from "./plain-filter.ts";
import { compare, Condition, type PatternCondition, type PredicateExpression } from "./predicate.ts";
import { FieldSortKey } from "./sort-key.ts";

/** The expressions of nested fields that were asked for, by their nodes. */
const MEMBERS: unique symbol = Symbol("haricot.field.members");

/**
 * A field as a value. The types (`src/types/fields.ts`) say which operators a field offers; here every field has all of them, so that one whose
 * type is a mixture works too.
 */
export class FieldExpression implements FieldReference {
  readonly [NODE]: FieldNode | undefined;
  readonly [PATH]: string;
  [MEMBERS]: Map<FieldNode, FieldExpression> | undefined;

  constructor(node: FieldNode | undefined, path: string) {
    this[NODE] = node;
    this[PATH] = path;
    this[MEMBERS] = undefined;
  }

  eq(value: unknown): PredicateExpression {
    return compare(this, "$eq", value);
  }
  ne(value: unknown): PredicateExpression {
    return compare(this, "$ne", value);
  }
  lt(value: unknown): PredicateExpression {
    return compare(this, "$lt", value);
  }
  lte(value: unknown): PredicateExpression {
    return compare(this, "$lte", value);
  }
  gt(value: unknown): PredicateExpression {
    return compare(this, "$gt", value);
  }
  gte(value: unknown): PredicateExpression {
    return compare(this, "$gte", value);
  }
  in(values: readonly unknown[]): Condition {
    return new Condition(this[PATH], "$in", encodeEach(this, "in", values));
  }
  notIn(values: readonly unknown[]): Condition {
    return new Condition(this[PATH], "$nin", encodeEach(this, "notIn", values));
  }
  exists(yes = true): Condition {
    return new Condition(this[PATH], "$exists", yes);
  }
  type(...bsonTypes: string[]): Condition {
    return new Condition(this[PATH], "$type", bsonTypes.length === 1 ? bsonTypes[0] : bsonTypes);
  }
  mod(by: number, rest: number): Condition {
    return new Condition(this[PATH], "$mod", [by, rest]);
  }
  regex(pattern: RegExp | string, options?: string): PatternCondition {
    return patternCondition(this[PATH], pattern, options);
  }
  all(values: readonly unknown[]): Condition {
    return new Condition(this[PATH], "$all", encodeEach(this, "all", values));
  }
  size(length: number): Condition {
    return new Condition(this[PATH], "$size", length);
  }
  elemMatch(criterion: unknown): Condition {
    const list = this[NODE];
    const path = this[PATH];
    const scope = elementScope(list, path);
    const match = isPlainObject(criterion)
      ? compileElement(list, path, criterion)
      : compileCriterion(scope, criterion, () => fieldsOf(scope));
    return new Condition(path, "$elemMatch", match);
  }

  asc(): FieldSortKey {
    return new FieldSortKey(this[PATH], 1);
  }
  desc(): FieldSortKey {
    return new FieldSortKey(this[PATH], -1);
  }

  to(value: unknown): ChangeExpression {
    return isFieldReference(value)
      ? new FieldCopy(this[PATH], value[PATH])
      : new FieldChange("$set", this[PATH], storedOperand(placeOf(this), value));
  }
  unset(): FieldChange {
    return new FieldChange("$unset", this[PATH], true);
  }
  inc(by: unknown = 1): FieldChange {
    return new FieldChange("$inc", this[PATH], amountOperand(placeOf(this), "inc", by));
  }
  mul(by: unknown): FieldChange {
    return new FieldChange("$mul", this[PATH], amountOperand(placeOf(this), "mul", by));
  }
  min(value: unknown): FieldChange {
    return new FieldChange("$min", this[PATH], storedOperand(placeOf(this), value));
  }
  max(value: unknown): FieldChange {
    return new FieldChange("$max", this[PATH], storedOperand(placeOf(this), value));
  }
  push(...values: unknown[]): FieldChange {
    return new FieldChange("$push", this[PATH], elementsOperand(placeOf(this), "push", values));
  }
  addToSet(...values: unknown[]): FieldChange {
    return new FieldChange("$addToSet", this[PATH], elementsOperand(placeOf(this), "addToSet", values));
  }
  pull(value: unknown): FieldChange {
    return new FieldChange("$pull", this[PATH], pullOperand(placeOf(this), value));
  }
  pop(end: 1 | -1 = 1): FieldChange {
    return new FieldChange("$pop", this[PATH], end);
  }

  /** All fields of the object, also those whose names an operator has taken. */
  get fields(): object {
    if (isRecord(this[NODE])) return new Proxy({}, { get: (_, name) => entryOf(this, name) });
    const fields = {};
    for (const member of membersOf(this[NODE])) {
      Object.defineProperty(fields, member.property, { enumerable: true, get: () => memberOf(this, member) });
    }
    return fields;
  }

  /** The element at a position, or the field at a path inside a field without a declared type. */
  at(key: number | string): FieldExpression {
    const path = this[PATH];
    if (typeof key === "number" && (!Number.isInteger(key) || key < 0)) {
      throw new InvalidArgument(
        `${path}.at(${key}): a position is an integer from 0; MongoDB's paths do not count from the end.`,
        { path },
      );
    }
    return fieldExpression(elementOf(this[NODE]), `${path}.${key}`);
  }

  /** The stored path, for stages in the server's own form: `` `$${Product.price}` ``. */
  toString(): string {
    return this[PATH];
  }
}

/** Positions that can be written as `Product.items[0]`. */
const POSITIONS = 100;
for (let position = 0; position < POSITIONS; position++) {
  Object.defineProperty(FieldExpression.prototype, position, {
    get(this: FieldExpression): FieldExpression {
      return this.at(position);
    },
  });
}

/** The expression for a field: what a static getter such as `Product.price` gives. */
export function fieldExpression(node: FieldNode | undefined, path: string = node?.path ?? ""): FieldExpression {
  if (node === undefined) return new FieldExpression(node, path);
  const field = new (classOf(node))(node, path);
  return isRecord(node) ? withEntries(field) : field;
}

/** The keys of a record are nobody's declaration: here alone a field answers any name, by a Proxy. */
function withEntries(record: FieldExpression): FieldExpression {
  return new Proxy(record, {
    get: (target, name) => name in target ? Reflect.get(target, name, target) : entryOf(target, name),
  });
}

function entryOf(record: FieldExpression, name: string | symbol): FieldExpression | undefined {
  return typeof name === "symbol" ? undefined : fieldExpression(elementOf(record[NODE]), `${record[PATH]}.${name}`);
}

function isRecord(node: FieldNode | undefined): boolean {
  return node?.value.kind === "record";
}

const fieldObjects = new WeakMap<FieldScope, object>();

/** All fields of a model by name: `Product.fields`, and the argument of callbacks. */
export function fieldsOf(scope: FieldScope): object {
  let fields = fieldObjects.get(scope);
  if (fields === undefined) {
    fields = {};
    for (const node of scope.fields()) {
      let made: FieldExpression | undefined;
      Object.defineProperty(fields, node.property, {
        enumerable: true,
        get: () => made ??= fieldExpression(node, node.stored),
      });
    }
    fieldObjects.set(scope, fields);
  }
  return fields;
}

type FieldClass = new (node: FieldNode | undefined, path: string) => FieldExpression;
const classes = new WeakMap<FieldNode, FieldClass>();

/** A field with fields inside gets a class of its own, with a getter for each; all others share the base class. */
function classOf(node: FieldNode): FieldClass {
  let made = classes.get(node);
  if (made === undefined) {
    const members = membersOf(node).filter(({ property }) =>
      property === "constructor" || !Object.hasOwn(FieldExpression.prototype, property)
    );
    made = members.length === 0 ? FieldExpression : class extends FieldExpression {};
    for (const member of members) {
      Object.defineProperty(made.prototype, member.property, {
        get(this: FieldExpression): FieldExpression {
          return memberOf(this, member);
        },
      });
    }
    classes.set(node, made);
  }
  return made;
}

/** The fields inside a field; of a list, those of its elements. */
function membersOf(node: FieldNode | undefined): readonly FieldNode[] {
  return node === undefined || isRecord(node) ? [] : node.children();
}

function memberOf(field: FieldExpression, member: FieldNode): FieldExpression {
  const members = field[MEMBERS] ??= new Map();
  let made = members.get(member);
  if (made === undefined) {
    made = fieldExpression(member, `${field[PATH]}.${member.stored}`);
    members.set(member, made);
  }
  return made;
}

function placeOf(field: FieldExpression): ChangePlace {
  const node = field[NODE];
  return { node, path: field[PATH], model: node?.model };
}

function encodeEach(field: FieldExpression, operator: string, values: readonly unknown[]): unknown[] {
  const path = field[PATH];
  if (!Array.isArray(values)) throw new InvalidArgument(`${path}.${operator}(...) takes a list of values.`, { path });
  return values.map((value, index) => encodeFilterValue(field[NODE], value, `${path}[${index}]`));
}
