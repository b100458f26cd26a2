import type { FieldNode } from "../../src/schema/field.ts";
import { expectation, isOfKind } from "../../src/transfer/value-tests.ts";
import { Binary } from "../../src/values/binary.ts";
import { DBRef } from "../../src/values/db-ref.ts";
import { Double } from "../../src/values/double.ts";
import { isUuid } from "../../src/values/uuid.ts";
import { decodeValue } from "../../src/expression/decode-value.ts";
import { modelOf } from "../../src/schema/model.ts";
import { Refusal } from "../refusal.ts";
import { fromNode } from "../values/from-node.ts";
import { toNode } from "../values/to-node.ts";
import type { ValueNode } from "../values/node.ts";

/**
 * A value to compare a field with, as the methods of fields take it.
 *
 * @throws {Refusal} for a value of a kind that the field never holds: nothing would be found, and nobody would know why
 */
export function operandOf(node: FieldNode | undefined, given: ValueNode, path: string): unknown {
  const exact = fromNode(given, path);
  if (exact === null || node === undefined) return plain(exact);
  const value = fitting(node, exact);
  if (value !== undefined) return value;
  const wanted = node.link === undefined ? expectation({ kind: innermost(node).value.kind }) : "an id or a reference";
  throw new Refusal("value", `${path} holds ${wanted}; a value of type ${given.t} never equals one.`, {
    issues: [{ path, message: `expected ${wanted}` }],
  });
}

/** The value as the field holds it, or undefined when it does not fit. */
function fitting(node: FieldNode, exact: unknown): unknown {
  const { kind, encode } = node.value;
  if (node.link?.direction === "forward") return linked(node, exact);
  if (kind === "array") {
    const element = node.element();
    if (element === undefined) return plain(exact);
    if (!Array.isArray(exact)) return fitting(element, exact);
    const entries = exact.map((entry) => entry === null ? null : fitting(element, entry));
    return entries.includes(undefined) ? undefined : entries;
  }
  if (kind === "any") return plain(exact);
  const value = kind === "long" && typeof exact === "number" ? BigInt(exact) : plain(exact);
  if (kind === "uuid") return uuidText(value);
  if (!isOfKind[kind](value)) return undefined;
  // A codec stands on it: what the application holds is encoded again when the filter is made.
  return encode === undefined || node.value.decode === undefined ? value : decodeValue(node, exactOf(exact), node.path);
}

function linked(node: FieldNode, exact: unknown): unknown {
  if (node.link?.direction !== "forward") return undefined;
  if (exact instanceof DBRef) return exact;
  const id = modelOf(node.link.target()).field("id");
  return id === undefined ? exact : fitting(id, exact);
}

function uuidText(value: unknown): unknown {
  if (typeof value === "string") return isUuid(value) ? value : undefined;
  if (!(value instanceof Binary) || value.subtype !== 4) return undefined;
  const node = toNode(value);
  return node.t === "uuid" ? node.v : undefined;
}

/** Numbers as JavaScript has them: the server compares numbers of all types by their value. */
function plain(exact: unknown): unknown {
  if (exact instanceof Double) return exact.value;
  return Array.isArray(exact) ? exact.map(plain) : exact;
}

function exactOf(exact: unknown): unknown {
  return exact instanceof Double ? exact.value : exact;
}

function innermost(node: FieldNode): FieldNode {
  const element = node.value.kind === "array" ? node.element() : undefined;
  return element === undefined ? node : innermost(element);
}
