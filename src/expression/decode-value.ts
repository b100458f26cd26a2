import { Binary } from "../values/binary.ts";
import { uuidFromWords } from "../values/uuid.ts";
import type { FieldNode } from "../schema/field.ts";
import { isPlainObject, setOwn } from "./plain-object.ts";

/**
 * A single stored value, read without a plan, as the application sees values of the field: for answers that hold values without their
 * documents (`distinct`, `min`, `max`). What is not of the declared kind stays as it was found.
 */
export function decodeValue(node: FieldNode | undefined, stored: unknown, path: string): unknown {
  if (node === undefined || stored === null || stored === undefined) return stored;
  const value = byKind(node, stored, path);
  return node.value.decode === undefined ? value : node.value.decode(value, path);
}

/** A whole stored document, or one that stands in another, as a plain object with the names of the model. */
export function decodeDocument(
  fields: readonly FieldNode[],
  stored: Record<string, unknown>,
  path: string,
): Record<string, unknown> {
  return decodeMembers(stored, (name) => fields.find((field) => field.stored === name), path);
}

function byKind(node: FieldNode, stored: unknown, path: string): unknown {
  switch (node.value.kind) {
    case "long":
      return typeof stored === "number" && Number.isInteger(stored) ? BigInt(stored) : stored;
    case "uuid":
      return stored instanceof Binary && stored.subtype === 4 && stored.bytes.length === 16 ? uuidText(stored) : stored;
    case "array":
      return Array.isArray(stored) ? stored.map((entry) => decodeValue(node.element(), entry, path)) : stored;
    case "object":
      return isPlainObject(stored)
        ? decodeMembers(stored, (name) => node.children().find((child) => child.stored === name), path)
        : stored;
    case "record":
      return isPlainObject(stored) ? decodeMembers(stored, () => node.element(), path) : stored;
    default:
      return stored;
  }
}

function decodeMembers(
  stored: Record<string, unknown>,
  memberOf: (name: string) => FieldNode | undefined,
  path: string,
): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const name of Object.keys(stored)) {
    const member = memberOf(name);
    setOwn(
      value,
      member !== undefined && member.stored === name ? member.property : name,
      decodeValue(member, stored[name], `${path}.${name}`),
    );
  }
  return value;
}

function uuidText(binary: Binary): string {
  const view = new DataView(binary.bytes.buffer, binary.bytes.byteOffset, 16);
  return uuidFromWords(view.getInt32(0, true), view.getInt32(4, true), view.getInt32(8, true), view.getInt32(12, true));
}
