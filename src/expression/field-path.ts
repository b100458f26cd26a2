import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { FieldNode } from "../schema/field.ts";
import { elementOf, type FieldScope } from "./field-scope.ts";

/** Where a dotted path of the model leads: the same path in stored names, and the field, when the model declares one there. */
export interface FieldPath {
  readonly stored: string;
  readonly node: FieldNode | undefined;
}

/** `0`, `$`, `$[]`, `$[name]`: steps into a list. */
const POSITION = /^(\d+|\$|\$\[[^\]]*\])$/;

/**
 * Follows a dotted path of property names; steps into lists may be written or left out.
 *
 * @throws {InvalidArgument} when the model has no such field
 */
export function resolvePath(scope: FieldScope, path: string): FieldPath {
  const dot = path.indexOf(".");
  if (dot < 0) {
    const node = topField(scope, path);
    return { stored: node.stored, node };
  }
  const top = topField(scope, path.substring(0, dot));
  let known = followed.get(top);
  if (known === undefined || known.size >= KNOWN_PATHS) followed.set(top, known = new Map());
  const below = path.substring(dot + 1);
  let found = known.get(below);
  if (found === undefined) known.set(below, found = followAll(scope, path, top, below));
  return found;
}

/**
 * One step from a field: a position in its list, a key of its record, a member. Below fields without a declared type a whole path is one step.
 *
 * @param path the field, for messages
 * @throws {InvalidArgument} when there is nothing of this name
 */
export function stepInto(from: FieldNode | undefined, path: string, step: string): FieldPath {
  if (from?.value.kind === "record") checkKey(path, step);
  return follow(from?.model ?? path, `${path}.${step}`, from, step);
}

/** Paths below a field that were followed before. Positions come from data, so their number is bounded. */
const followed = new WeakMap<FieldNode, Map<string, FieldPath>>();
const KNOWN_PATHS = 200;

function followAll(scope: FieldScope, path: string, top: FieldNode, below: string): FieldPath {
  let node: FieldNode | undefined = top;
  let stored = top.stored;
  for (const step of below.split(".")) {
    const next = follow(scope.name, path, node, step);
    stored += `.${next.stored}`;
    node = next.node;
  }
  return { stored, node };
}

function topField(scope: FieldScope, property: string): FieldNode {
  const node = scope.field(property) ?? (property === "_id" ? scope.field("id") : undefined);
  if (node === undefined) throw unknownField(scope.name, property, property, scope.fields());
  return node;
}

function follow(model: string, path: string, from: FieldNode | undefined, step: string): FieldPath {
  if (from === undefined) return { stored: step, node: undefined };
  const { kind } = from.value;
  if (kind === "array") {
    if (POSITION.test(step)) return { stored: step, node: elementOf(from) };
    return follow(model, path, elementOf(from), step);
  }
  if (kind === "record") return { stored: step, node: elementOf(from) };
  const child = from.child(step);
  if (child !== undefined) return { stored: child.stored, node: child };
  const fields = from.children();
  if (kind === "any" && fields.length === 0) return { stored: step, node: elementOf(from) };
  throw unknownField(model, path, step, fields);
}

/** A key of a record often comes from data, where a dot would lead somewhere else. */
function checkKey(path: string, key: string): void {
  if (key !== "" && !key.includes(".")) return;
  throw new InvalidArgument(
    `${path}: the key ${
      JSON.stringify(key)
    } can not be a step of a path. MongoDB reaches entries whose keys are empty or hold a dot only by ` +
      "$getField, with raw({ $expr: ... }).",
    { code: "argument.unknown_field", path },
  );
}

function unknownField(model: string, path: string, step: string, fields: readonly FieldNode[]): InvalidArgument {
  const alias = fields.find((field) => field.stored === step);
  const known = fields.slice(0, 20).map((field) => field.property).join(", ");
  const hint = alias !== undefined
    ? `the model calls it "${alias.property}"`
    : known === ""
    ? "there are no fields at this place"
    : `known here: ${known}${fields.length > 20 ? ", ..." : ""}`;
  return new InvalidArgument(
    `${model} has no field "${path}": ${hint}. For fields outside of the model use raw({ ... }).`,
    { code: "argument.unknown_field", path },
  );
}
