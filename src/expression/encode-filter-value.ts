import { InvalidArgument } from "../errors/invalid-argument.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { isUuid } from "../values/uuid.ts";
import type { FieldNode } from "../schema/field.ts";
import { type FieldReference, isFieldReference, PATH } from "./field-reference.ts";
import { deeper } from "./nesting.ts";
import { excludedPath } from "./excluded-path.ts";
import { isPlainObject, setOwn } from "./plain-object.ts";
import { undefinedValue } from "./undefined-value.ts";
import { uuidBinary } from "./uuid-binary.ts";

/**
 * A value to compare a field with, as it is sent. Values go as given, so that data of another kind than declared can be found, with these
 * exceptions: text for an ObjectId field throws (it can never match), UUIDs and fields with a codec take their stored form, and names in
 * objects become stored names.
 *
 * @throws {InvalidArgument} for `undefined`, and for text where the field holds ObjectIds
 */
export function encodeFilterValue(node: FieldNode | undefined, value: unknown, path: string, depth = 0): unknown {
  if (value === undefined) throw undefinedValue(path);
  if (isFieldReference(value)) throw fieldAsValue(node, value, path);
  if (node === undefined || value === null) return value;
  if (node.isExcluded) throw excludedPath(path);
  const { kind, encode } = node.value;
  if (kind === "array") {
    const element = node.element();
    if (!Array.isArray(value)) return encodeFilterValue(element, value, path, depth);
    const below = deeper(depth, path);
    return value.map((entry, index) => encodeFilterValue(element, entry, `${path}[${index}]`, below));
  }
  const stored = node.encodeCustom(encode === undefined ? value : encoded(encode, value, path));
  switch (kind) {
    case "objectId":
      if (typeof stored === "string") throw textForObjectId(path);
      return stored;
    case "uuid":
      return typeof stored === "string" && isUuid(stored) ? uuidBinary(stored) : stored;
    case "object":
    case "record":
      return isPlainObject(stored) ? encodeMembers(node, stored, path, deeper(depth, path)) : stored;
    default:
      return stored;
  }
}

function encodeMembers(
  node: FieldNode,
  value: Record<string, unknown>,
  path: string,
  depth: number,
): Record<string, unknown> {
  const stored: Record<string, unknown> = {};
  const entry = node.value.kind === "record" ? node.element() : undefined;
  for (const key of Object.keys(value)) {
    const member = entry ?? node.child(key);
    if (member?.isExcluded === true) continue;
    setOwn(
      stored,
      entry === undefined ? member?.stored ?? key : key,
      encodeFilterValue(member, value[key], `${path}.${key}`, depth),
    );
  }
  return stored;
}

/** What a codec can not encode is sent as given: it may be there, in documents older than the codec. */
function encoded(encode: (value: unknown, path: string) => unknown, value: unknown, path: string): unknown {
  try {
    return encode(value, path);
  } catch (error) {
    if (error instanceof ValidationError) return value;
    throw error;
  }
}

function fieldAsValue(node: FieldNode | undefined, field: FieldReference, path: string): InvalidArgument {
  const left = node?.model === undefined ? path : `${node.model}.${path}`;
  return new InvalidArgument(
    `${path} is compared with the field ${
      field[PATH]
    } where only a value can stand. Compare fields by a method: ${left}.gt(otherField).`,
    { code: "argument.criterion", path },
  );
}

function textForObjectId(path: string): InvalidArgument {
  return new InvalidArgument(
    `${path} holds ObjectIds, and a string never equals one: nothing would be found. Use new ObjectId(text), or get(text) for the id.`,
    { code: "argument.object_id_text", path },
  );
}
