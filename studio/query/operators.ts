import type { FieldNode } from "../../src/schema/field.ts";
import type { Kind } from "../../src/transfer/plan.ts";

/** What an operator takes beside the field. */
export type OperandKind = "value" | "values" | "boolean" | "types" | "pattern" | "number" | "division" | "none";

/** The operators that the page offers: methods of fields, and what they take. */
export const OPERATORS = {
  eq: "value",
  ne: "value",
  lt: "value",
  lte: "value",
  gt: "value",
  gte: "value",
  in: "values",
  notIn: "values",
  exists: "boolean",
  type: "types",
  regex: "pattern",
  all: "values",
  size: "number",
  mod: "division",
  bitsAllSet: "number",
  bitsAllClear: "number",
  bitsAnySet: "number",
  bitsAnyClear: "number",
} as const satisfies Readonly<Record<string, OperandKind>>;

export type Operator = keyof typeof OPERATORS;

const ALWAYS: readonly Operator[] = ["eq", "ne", "in", "notIn", "exists", "type"];
const ORDER: readonly Operator[] = ["lt", "lte", "gt", "gte"];
const BITS: readonly Operator[] = ["bitsAllSet", "bitsAllClear", "bitsAnySet", "bitsAnyClear"];

/** Kinds without an order, for which the types of fields offer no comparisons either. */
const UNORDERED: ReadonlySet<Kind> = new Set(["boolean", "object", "variant", "record", "regex"]);
const COUNTED: ReadonlySet<Kind> = new Set(["number", "int", "double", "long", "decimal128"]);

/** The operators that fit a field, as `src/types/fields.ts` has them; of a list also those of its elements, as a comparison matches when one element does. */
export function operatorsOf(node: FieldNode | undefined): Operator[] {
  const found = new Set<Operator>(ALWAYS);
  collect(node, found);
  return (Object.keys(OPERATORS) as Operator[]).filter((operator) => found.has(operator));
}

function collect(node: FieldNode | undefined, found: Set<Operator>): void {
  const add = (operators: readonly Operator[]): void => operators.forEach((operator) => found.add(operator));
  if (node?.link !== undefined) return;
  const kind = node?.value.kind ?? "any";
  if (!UNORDERED.has(kind)) add(ORDER);
  if (kind === "string" || kind === "any") add(["regex"]);
  if (COUNTED.has(kind) || kind === "any") add(["mod", ...BITS]);
  if (kind === "binary") add(BITS);
  if (kind === "array" || kind === "any") add(["all", "size"]);
  if (kind === "array") collect(node?.element(), found);
}
