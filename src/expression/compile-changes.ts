import { InvalidArgument } from "../errors/invalid-argument.ts";
import { bitOperand } from "./bits.ts";
import { type ChangeExpression, FieldChange, type FieldCopy, OperatorChange } from "./change.ts";
import { describeValue } from "../transfer/describe-value.ts";
import type { FieldScope } from "./field-scope.ts";
import { resolvePath } from "./field-path.ts";
import { type FieldReference, NODE, PATH } from "./field-reference.ts";
import {
  amountOperand,
  type ChangePlace,
  currentDateOperand,
  popOperand,
  pullAllOperand,
  pullOperand,
  renameOperand,
  storedOperand,
  unsetOperand,
} from "./operand.ts";
import { additionOperand } from "./push-operand.ts";
import { isPlainObject } from "./plain-object.ts";
import { undefinedValue } from "./undefined-value.ts";

/** A change whose fields are known. */
export type ResolvedChange = FieldChange | FieldCopy;

/** What `update` takes: change expressions, operator objects and updates in the server's own form, with property names. */
export function resolveChange(scope: FieldScope, change: unknown): ResolvedChange[] {
  if (change instanceof OperatorChange) return resolveOperator(scope, change.operator, change.fields);
  if (isChange(change)) return withoutNulls(scope, change as ResolvedChange);
  if (isPlainObject(change)) return resolveUpdate(scope, change);
  throw new InvalidArgument(
    `${scope.name}: an update takes changes (${scope.name}.price.inc(1), Inc({ price: 1 })) or { $set: { ... } }; found ${
      describeValue(change)
    }.`,
    { code: "argument.change" },
  );
}

/** What `set` takes: change expressions, and new values by field. */
export function resolveSetting(scope: FieldScope, change: unknown): ResolvedChange[] {
  return isPlainObject(change) ? resolveOperator(scope, "$set", change) : resolveChange(scope, change);
}

/** One operator with its fields: property names become stored names, values are encoded. */
export function resolveOperator(scope: FieldScope, operator: string, fields: object): FieldChange[] {
  return Object.entries(fields).flatMap(([path, value]) => {
    if (value === undefined) throw undefinedValue(path, scope.name);
    if (path.startsWith("$")) {
      throw new InvalidArgument(`${scope.name}: "${path}" is an operator where ${operator} expects a field.`, { path });
    }
    const { stored, node } = resolvePath(scope, path);
    const place = { node, path, model: scope.name };
    return withoutNulls(scope, new FieldChange(operator, stored, operandOf(scope, operator, place, value)));
  });
}

function resolveUpdate(scope: FieldScope, update: Record<string, unknown>): FieldChange[] {
  return Object.entries(update).flatMap(([operator, fields]) => {
    if (fields === undefined) throw undefinedValue(operator, scope.name);
    if (!operator.startsWith("$")) {
      throw new InvalidArgument(
        `${scope.name}: update({ ${operator}: ... }) names a field where an operator belongs. Write set({ ... }) or { $set: { ... } }.`,
      );
    }
    if (!isPlainObject(fields)) throw new InvalidArgument(`${scope.name}: ${operator} takes an object of fields.`);
    return resolveOperator(scope, operator, fields);
  });
}

function operandOf(
  scope: FieldScope,
  operator: string,
  place: ChangePlace,
  value: unknown,
): unknown {
  switch (operator) {
    case "$set":
    case "$setOnInsert":
    case "$min":
    case "$max":
      return storedOperand(place, value);
    case "$inc":
    case "$mul":
      return amountOperand(place, operator, value);
    case "$bit":
      return bitOperand(place, value);
    case "$push":
    case "$addToSet":
      return additionOperand(place, operator, value);
    case "$pull":
      return pullOperand(place, value);
    case "$pullAll":
      return pullAllOperand(place, value);
    case "$pop":
      return popOperand(place, value);
    case "$unset":
      return unsetOperand(place, value);
    case "$currentDate":
      return currentDateOperand(place, value);
    case "$rename":
      return renameOperand(place, typeof value === "string" ? fieldAt(scope, value) : value);
    default:
      return value;
  }
}

function fieldAt(scope: FieldScope, path: string): FieldReference {
  const { stored, node } = resolvePath(scope, path);
  return { [NODE]: node, [PATH]: stored };
}

/** Models that keep no nulls remove a field instead of setting it to null, and insert none. */
function withoutNulls<C extends ResolvedChange>(scope: FieldScope, change: C): (C | FieldChange)[] {
  if (scope.settings?.keepNulls !== false || !(change instanceof FieldChange) || change.value !== null) return [change];
  if (change.operator === "$setOnInsert") return [];
  return change.operator === "$set" ? [new FieldChange("$unset", change.path, true, "$set")] : [change];
}

function isChange(value: unknown): value is ChangeExpression {
  return typeof value === "object" && value !== null && (value as ChangeExpression).kind === "change";
}
