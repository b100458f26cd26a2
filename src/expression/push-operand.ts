import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { FieldNode } from "../schema/field.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { encodeStoredValue } from "./encode-stored-value.ts";
import { resolvePath } from "./field-path.ts";
import { elementScope } from "./field-scope.ts";
import { type ChangePlace, listElement } from "./operand.ts";
import { isPlainObject, setOwn } from "./plain-object.ts";
import { undefinedValue } from "./undefined-value.ts";

/** What stands beside `$each`; docs of each at the public type of the same name. */
export interface PushModifiers {
  readonly position?: number;
  readonly slice?: number;
  readonly sort?: unknown;
}

const MODIFIERS: Readonly<Record<"$push" | "$addToSet", readonly string[]>> = {
  $push: ["$position", "$slice", "$sort"],
  $addToSet: [],
};

/** The operand of `$push` and `$addToSet` for some elements. */
export function elementsOperand(place: ChangePlace, operator: string, elements: readonly unknown[]): unknown {
  if (elements.length === 0) {
    throw new InvalidArgument(`${place.path}: ${operator} needs at least one value.`, { path: place.path });
  }
  const encoded = encodeElements(place, elements);
  return encoded.length === 1 && !isPlainObject(encoded[0]) ? encoded[0] : { $each: encoded };
}

/** The operand of `$push` with modifiers. */
export function pushEachOperand(
  place: ChangePlace,
  values: unknown,
  { position, slice, sort }: PushModifiers = {},
): unknown {
  const given = { $each: values, $position: position, $slice: slice, $sort: sort };
  return additionOperand(place, "$push", Object.fromEntries(Object.entries(given).filter(([, v]) => v !== undefined)));
}

/** The operand of `$push` and `$addToSet` in a plain update: one element, or `$each` with what may stand beside it. */
export function additionOperand(place: ChangePlace, operator: "$push" | "$addToSet", addition: unknown): unknown {
  const { path } = place;
  if (!isPlainObject(addition) || !("$each" in addition)) {
    refuseLoneModifier(path, addition);
    return elementsOperand(place, operator, [addition]);
  }
  const { $each, ...modifiers } = addition;
  if (!Array.isArray($each)) {
    throw new InvalidArgument(`${path}: $each takes a list, not ${describeValue($each)}.`, { path });
  }
  const sent: Record<string, unknown> = { $each: encodeElements(place, $each) };
  for (const [name, value] of Object.entries(modifiers)) {
    if (value === undefined) throw undefinedValue(`${path}.${name}`);
    if (!MODIFIERS[operator].includes(name)) {
      throw new InvalidArgument(`${path}: ${name} can not stand beside $each of ${operator}.`, { path });
    }
    sent[name] = name === "$sort" ? sortOperand(place, value) : wholeOperand(path, name, value);
  }
  return sent;
}

function encodeElements({ node, path, model }: ChangePlace, elements: readonly unknown[]): unknown[] {
  const element = listElement(node, path);
  return elements.map((value, index) => encodeStoredValue(element, value, `${path}[${index}]`, model));
}

/** Without `$each` a modifier would be stored as data, or refused by words about a key that starts with `$`. */
function refuseLoneModifier(path: string, addition: unknown): void {
  const modifier = isPlainObject(addition) ? MODIFIERS.$push.find((name) => name in addition) : undefined;
  if (modifier === undefined) return;
  throw new InvalidArgument(
    `${path}: ${modifier} stands beside $each only: { $each: [...], ${modifier}: ... }. The list of $each may be empty.`,
    { path },
  );
}

function wholeOperand(path: string, name: string, value: unknown): unknown {
  if (Number.isSafeInteger(value)) return value;
  throw new InvalidArgument(`${path}: ${name} takes an integer, not ${describeValue(value)}.`, { path });
}

/** A direction for the elements themselves, or directions by their fields. */
function sortOperand({ node, path }: ChangePlace, sort: unknown): unknown {
  if (isDirection(sort)) return sort;
  const keys = isPlainObject(sort) ? Object.entries(sort) : [];
  if (keys.length === 0 || keys.some(([, direction]) => !isDirection(direction))) {
    throw new InvalidArgument(`${path}: $sort takes 1, -1, or an object of fields with 1 or -1.`, { path });
  }
  const scope = elementScope(node, path);
  const sent: Record<string, unknown> = {};
  for (const [name, direction] of keys) setOwn(sent, storedName(node, scope, name), direction);
  return sent;
}

function storedName(node: FieldNode | undefined, scope: ReturnType<typeof elementScope>, name: string): string {
  return node === undefined || node.value.kind === "any" ? name : resolvePath(scope, name).stored;
}

function isDirection(value: unknown): boolean {
  return value === 1 || value === -1;
}
