import type { FieldNode } from "../schema/field.ts";
import type { PlanValue } from "../transfer/plan.ts";

/** A field of rows whose type nobody declared. */
export function untypedNode(name: string): FieldNode {
  return rowNode(name, { kind: "any" }, []);
}

/** A field of rows that holds what another field holds. */
export function renamedNode(node: FieldNode, property: string, stored: string): FieldNode {
  return {
    property,
    stored,
    path: stored,
    schema: node.schema,
    value: node.value,
    child: (name) => node.child(name),
    children: () => node.children(),
    element: () => node.element(),
    encodeCustom: (value) => node.encodeCustom(value),
    isExcluded: node.isExcluded,
    keepsNulls: () => true,
  };
}

/** A field of rows that holds an object with these fields. */
export function objectNode(name: string, fields: readonly FieldNode[]): FieldNode {
  return rowNode(name, { kind: "object" }, fields);
}

/** A field of rows that holds a list of objects with these fields. */
export function listNode(name: string, fields: readonly FieldNode[]): FieldNode {
  return rowNode(name, { kind: "array", element: { kind: "object" } }, fields);
}

function rowNode(name: string, value: PlanValue, fields: readonly FieldNode[]): FieldNode {
  const { element } = value;
  return {
    property: name,
    stored: name,
    path: name,
    schema: undefined,
    value,
    child: (property) => fields.find((field) => field.property === property),
    children: () => [...fields],
    element: () => element === undefined ? undefined : rowNode(name, element, fields),
    encodeCustom: (value) => value,
    isExcluded: false,
    keepsNulls: () => true,
  };
}
