import { isPlainObject, setOwn } from "../../src/expression/plain-object.ts";
import type { FieldNode } from "../../src/schema/field.ts";
import type { ModelRuntime } from "../../src/schema/model.ts";
import { Binary } from "../../src/values/binary.ts";
import { Double } from "../../src/values/double.ts";
import { toNode } from "../values/to-node.ts";
import { Refusal } from "../refusal.ts";
import { fieldsOf } from "../model-fields.ts";
import type { StoredDocument } from "./rows.ts";

/**
 * A document with stored names and exact values as the constructor of its model takes it.
 *
 * @throws {Refusal} for fields that the model would drop
 */
export function inputOf(model: ModelRuntime, stored: StoredDocument): Record<string, unknown> {
  const keepsOthers = model.settings.unknownFields === "keep";
  const dropped = keepsOthers ? undefined : Object.keys(stored).find((name) => fieldNamed(model, name) === undefined);
  if (dropped === undefined) return inputIn(model, stored);
  const message = `${model.name} has no field of this name and would drop it`;
  throw new Refusal("validation", `${model.name} refuses the document.`, { issues: [{ path: dropped, message }] });
}

/** The same of the fields that the model knows. */
export function knownInputOf(model: ModelRuntime, stored: StoredDocument): Record<string, unknown> {
  const known = Object.entries(stored).filter(([name]) => fieldNamed(model, name) !== undefined);
  return inputIn(model, Object.fromEntries(known));
}

function inputIn(model: ModelRuntime, stored: StoredDocument): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(stored)) {
    const field = fieldNamed(model, name);
    setOwn(input, field?.property ?? name, valueOf(field, value));
  }
  return input;
}

function fieldNamed(model: ModelRuntime, name: string): FieldNode | undefined {
  const fields = fieldsOf(model);
  return fields.find(({ stored }) => stored === name) ?? fields.find(({ property }) => property === name);
}

function valueOf(node: FieldNode | undefined, exact: unknown): unknown {
  if (exact === null || node === undefined || node.link !== undefined) return exact;
  const { kind, decode } = node.value;
  if (Array.isArray(exact)) {
    const element = kind === "array" ? node.element() : node;
    return exact.map((entry) => valueOf(element, entry));
  }
  if (isPlainObject(exact)) return members(node, exact);
  if (kind === "uuid" && exact instanceof Binary) return uuidText(exact);
  if (kind === "long") return typeof exact === "number" ? BigInt(exact) : exact;
  // A field of any kind and without checks takes the type that was chosen; a schema takes JavaScript's numbers.
  const isFree = kind === "any" && decode === undefined;
  if (exact instanceof Double && !isFree) return exact.value;
  if (typeof exact === "bigint" && (kind === "number" || kind === "int" || kind === "double")) {
    return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
  }
  return exact;
}

function members(node: FieldNode, exact: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(exact)) {
    const entry = node.value.kind === "record" ? node.element() : undefined;
    const member = entry ?? node.children().find((child) => child.stored === name);
    setOwn(result, entry === undefined ? member?.property ?? name : name, valueOf(member, value));
  }
  return result;
}

function uuidText(binary: Binary): unknown {
  const node = toNode(binary);
  return node.t === "uuid" ? node.v : binary;
}
