import { InvalidArgument } from "../errors/invalid-argument.ts";
import { FieldChange } from "./change.ts";
import { compileCriterion, isCallback } from "./criterion.ts";
import type { FieldNode } from "../schema/field.ts";
import type { Ops } from "../types/paths.ts";
import { FieldChanges, placeOf } from "./field-changes.ts";
import { stepInto } from "./field-path.ts";
import { type FieldReference, NODE, PATH } from "./field-reference.ts";
import { elementScope, type FieldScope } from "./field-scope.ts";
import { pullOperand } from "./operand.ts";
import { isPlainObject } from "./plain-object.ts";
import { compileElement } from "./plain-filter.ts";
import { Condition } from "./predicate.ts";
import { comparedPath } from "./link-comparand.ts";
import { FieldSortKey } from "./sort-key.ts";

/** The expressions of nested fields that were asked for, by their nodes. */
const MEMBERS: unique symbol = Symbol("haricot.field.members");

/**
 * A field as a value. The types (`src/types/fields.ts`) say which operators a field offers; here every field has all of them, so that one whose
 * type is a mixture works too.
 */
export class FieldExpression extends FieldChanges {
  [MEMBERS]: Map<FieldNode, FieldExpression> | undefined;

  constructor(node: FieldNode | undefined, path: string) {
    super(node, path);
    this[MEMBERS] = undefined;
  }

  elemMatch(criterion: unknown): Condition {
    const list = this[NODE];
    const path = this[PATH];
    const match = isPlainObject(criterion) ? compileElement(list, path, criterion) : ofElement(this, criterion);
    return new Condition(path, "$elemMatch", match);
  }
  pull(value: unknown): FieldChange {
    const operand = isCallback(value) ? ofElement(this, value) : pullOperand(placeOf(this), value);
    return new FieldChange("$pull", this[PATH], operand);
  }

  asc(): FieldSortKey {
    return new FieldSortKey(comparedPath(this[NODE], this[PATH]), 1);
  }
  desc(): FieldSortKey {
    return new FieldSortKey(comparedPath(this[NODE], this[PATH]), -1);
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

  /** The element of a list at a position, the entry of a record, a member of an object, or what is at a path inside a field without a declared type. */
  at(key: number | string): FieldExpression {
    if (typeof key === "number" && (!Number.isInteger(key) || key < 0)) {
      const path = this[PATH];
      throw new InvalidArgument(
        `${path}.at(${key}): a position is an integer from 0; MongoDB's paths do not count from the end.`,
        { path },
      );
    }
    const { stored, node } = stepInto(this[NODE], this[PATH], String(key));
    return fieldExpression(node, `${this[PATH]}.${stored}`);
  }

  /** The stored path, for stages in the server's own form: `` `$${Product.price}` ``. */
  override toString(): string {
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
  return typeof name === "symbol" ? undefined : record.at(name);
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

/** Operators of objects and lists: members with these names are at `fields`. */
const TAKEN: Readonly<Record<Ops, true>> = {
  eq: true,
  ne: true,
  lt: true,
  lte: true,
  gt: true,
  gte: true,
  in: true,
  notIn: true,
  exists: true,
  type: true,
  all: true,
  size: true,
  elemMatch: true,
  near: true,
  nearSphere: true,
  geoIntersects: true,
  geoWithin: true,
  geoWithinBox: true,
  asc: true,
  desc: true,
  to: true,
  setOnInsert: true,
  unset: true,
  rename: true,
  min: true,
  max: true,
  push: true,
  pushEach: true,
  addToSet: true,
  pull: true,
  pullAll: true,
  pop: true,
  at: true,
  fields: true,
  toString: true,
};

type FieldClass = new (node: FieldNode | undefined, path: string) => FieldExpression;
const classes = new WeakMap<FieldNode, FieldClass>();

/** A field with fields inside gets a class of its own, with a getter for each; all others share the base class. */
function classOf(node: FieldNode): FieldClass {
  let made = classes.get(node);
  if (made === undefined) {
    const members = membersOf(node).filter(({ property }) => !Object.hasOwn(TAKEN, property));
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
    made = fieldExpression(member, member.stored === "" ? field[PATH] : `${field[PATH]}.${member.stored}`);
    members.set(member, made);
  }
  return made;
}

/** A criterion on the elements of a list, in names of their own. */
function ofElement(list: FieldReference, criterion: unknown): Record<string, unknown> {
  const scope = elementScope(list[NODE], list[PATH]);
  return compileCriterion(scope, criterion, () => fieldsOf(scope));
}
