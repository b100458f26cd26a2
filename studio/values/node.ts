/**
 * A stored value as it goes to the page and back: its BSON type and, as text where JavaScript's numbers would round, what it holds. No BSON type looks
 * like another one, and keys are data: `{ "$oid": "..." }` that was stored as an object stays one.
 */
export type ValueNode =
  | { readonly t: "null" | "undefined" | "minKey" | "maxKey" }
  | { readonly t: "boolean"; readonly v: boolean }
  | { readonly t: TextType; readonly v: string; /** Length of what was cut off for its size. */ readonly cut?: number }
  | { readonly t: "binary"; readonly v: string; readonly subtype: number; readonly cut?: number }
  | { readonly t: "timestamp"; readonly v: readonly [seconds: number, increment: number] }
  | { readonly t: "regex"; readonly v: readonly [pattern: string, options: string] }
  | { readonly t: "code"; readonly v: string; readonly scope?: ValueNode }
  | { readonly t: "dbPointer"; readonly v: readonly [namespace: string, id: string] }
  | { readonly t: "dbRef"; readonly v: readonly [collection: string, id: ValueNode, database?: string] }
  | { readonly t: "array"; readonly v: readonly ValueNode[]; readonly cut?: number }
  | { readonly t: "object"; readonly v: readonly (readonly [key: string, value: ValueNode])[]; readonly cut?: number };

/** Types whose value is told as text: dates in ISO 8601, or as milliseconds beyond its years; UUIDs are binaries of subtype 4. */
export type TextType =
  | "string"
  | "int"
  | "long"
  | "double"
  | "decimal128"
  | "objectId"
  | "uuid"
  | "date"
  | "symbol";

/** Whether something of the value was left out for its size; such a value can not be written back. */
export function isCut(node: ValueNode): boolean {
  if ("cut" in node && node.cut !== undefined) return true;
  switch (node.t) {
    case "array":
      return node.v.some(isCut);
    case "object":
      return node.v.some(([, value]) => isCut(value));
    case "dbRef":
      return isCut(node.v[1]);
    case "code":
      return node.scope !== undefined && isCut(node.scope);
    default:
      return false;
  }
}
