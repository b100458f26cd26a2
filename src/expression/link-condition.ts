import type { FieldNode } from "../schema/field.ts";
import { encodeFilterValue } from "./encode-filter-value.ts";
import { comparedId, linkComparand } from "./link-comparand.ts";
import { isPlainObject } from "./plain-object.ts";
import { literally } from "./predicate.ts";

const COMPARING: ReadonlySet<string> = new Set(["$eq", "$ne", "$gt", "$gte", "$lt", "$lte"]);
const LISTING: ReadonlySet<string> = new Set(["$in", "$nin", "$all"]);

/**
 * What a plain filter says about a link, asked of the id that it holds. What is not about its value, such as `$exists` or `$size`, is asked of the
 * link itself.
 *
 * @returns undefined for fields that are no links, and for what is asked of the link itself
 */
export function linkCondition(
  node: FieldNode | undefined,
  stored: string,
  value: unknown,
  path: string,
): { path: string; condition: unknown } | undefined {
  const link = linkComparand(node, stored);
  if (link === undefined || value === null || value === undefined || value instanceof RegExp) return undefined;
  const encode = (given: unknown): unknown => encodeFilterValue(link.node, comparedId(node, given, path), path);
  if (!isOperators(value)) return { path: link.path, condition: literally(encode(value)) };
  const condition: Record<string, unknown> = {};
  for (const [operator, operand] of Object.entries(value)) {
    if (COMPARING.has(operator) && operand !== null) condition[operator] = encode(operand);
    else if (LISTING.has(operator) && Array.isArray(operand)) condition[operator] = operand.map(encode);
    else return undefined;
  }
  return { path: link.path, condition };
}

function isOperators(value: unknown): value is Record<string, unknown> {
  return isPlainObject(value) &&
    Object.keys(value).some((key) => key.startsWith("$") && key !== "$ref" && key !== "$id");
}
