import { InvalidArgument } from "../errors/invalid-argument.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { Decimal128 } from "../values/decimal128.ts";
import { Double } from "../values/double.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { encodeStoredValue } from "./encode-stored-value.ts";
import type { FieldNode } from "../schema/field.ts";
import { elementScope } from "./field-scope.ts";
import { isPlainObject } from "./plain-object.ts";
import { compileElement } from "./plain-filter.ts";
import { encodeFilterValue } from "./encode-filter-value.ts";
import { undefinedValue } from "./undefined-value.ts";

/** Where a change goes: the field, and what messages call the place. */
export interface ChangePlace {
  readonly node: FieldNode | undefined;
  readonly path: string;
  readonly model?: string;
}

/** The operand of `$set`, `$min` and `$max`. */
export function storedOperand({ node, path, model }: ChangePlace, value: unknown): unknown {
  return encodeStoredValue(node, value, path, model);
}

/** The operand of `$inc` and `$mul`: a number that leaves the field of its declared kind. */
export function amountOperand({ node, path, model }: ChangePlace, operator: string, amount: unknown): unknown {
  if (amount === undefined) throw undefinedValue(path);
  const number = amount instanceof Double ? amount.value : amount;
  const countable = typeof number === "number"
    ? Number.isFinite(number)
    : typeof number === "bigint" || number instanceof Decimal128;
  if (!countable) {
    throw new InvalidArgument(`${path}: ${operator} takes a finite number, not ${describeValue(amount)}.`, { path });
  }
  const kind = node?.value.kind;
  const whole = typeof number === "bigint" || Number.isInteger(number);
  if ((kind === "int" || kind === "long") && !whole) {
    throw new ValidationError({
      code: "validation.kind",
      model,
      path,
      expected: `an integer for ${operator}`,
      found: describeValue(amount),
    });
  }
  if (kind !== undefined && !COUNTABLE.has(kind)) {
    throw new InvalidArgument(`${path} holds no numbers: ${operator} does not fit.`, { path });
  }
  return kind === "double" && typeof number === "number" ? new Double(number) : amount;
}

const COUNTABLE = new Set(["number", "int", "double", "long", "decimal128", "any"]);

/** The operand of `$push` and `$addToSet` for some elements. */
export function elementsOperand(
  { node, path, model }: ChangePlace,
  operator: string,
  elements: readonly unknown[],
): unknown {
  if (elements.length === 0) throw new InvalidArgument(`${path}: ${operator} needs at least one value.`, { path });
  const encoded = elements.map((element, index) =>
    encodeStoredValue(listElement(node, path), element, `${path}[${index}]`, model)
  );
  return encoded.length === 1 && !isPlainObject(encoded[0]) ? encoded[0] : { $each: encoded };
}

/** The operand of `$push` and `$addToSet` in a plain update: one element, or `{ $each, $position, $slice, $sort }`. */
export function additionOperand(place: ChangePlace, operator: string, addition: unknown): unknown {
  if (!isPlainObject(addition) || !("$each" in addition)) return elementsOperand(place, operator, [addition]);
  const { $each, ...modifiers } = addition;
  if (!Array.isArray($each)) throw new InvalidArgument(`${place.path}: $each takes a list.`, { path: place.path });
  for (const [key, value] of Object.entries(modifiers)) {
    if (value === undefined) throw undefinedValue(`${place.path}.${key}`);
  }
  const element = listElement(place.node, place.path);
  return {
    $each: $each.map((value, index) => encodeStoredValue(element, value, `${place.path}[${index}]`, place.model)),
    ...modifiers,
  };
}

/** The operand of `$pull`: an element, or a filter that elements match. */
export function pullOperand({ node, path }: ChangePlace, value: unknown): unknown {
  const element = listElement(node, path);
  if (!isPlainObject(value)) return encodeFilterValue(element, value, path);
  const scope = elementScope(node, path);
  const isOperators = Object.keys(value).some((key) => key.startsWith("$"));
  if (!isOperators && node !== undefined && scope.fields().length === 0) return encodeFilterValue(element, value, path);
  return compileElement(node, path, value);
}

/** The operand of `$currentDate`: `true` for a date, or `{ $type: "date" | "timestamp" }`. */
export function currentDateOperand({ node, path }: ChangePlace, value: unknown): unknown {
  const kind = node?.value.kind;
  if (kind === "timestamp" && value === true) return { $type: "timestamp" };
  if (kind !== undefined && kind !== "date" && kind !== "timestamp" && kind !== "any") {
    throw new InvalidArgument(`${path} holds no dates: $currentDate does not fit.`, { path });
  }
  if (value === true || (isPlainObject(value) && (value.$type === "date" || value.$type === "timestamp"))) return value;
  throw new InvalidArgument(`${path}: $currentDate takes true or { $type: "date" | "timestamp" }.`, { path });
}

function listElement(node: FieldNode | undefined, path: string): FieldNode | undefined {
  if (node === undefined || node.value.kind === "any") return undefined;
  if (node.value.kind !== "array") throw new InvalidArgument(`${path} is no list.`, { path });
  return node.element();
}
