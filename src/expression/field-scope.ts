import type { FieldNode } from "../schema/field.ts";

/** Where the first name of a path is looked up: a model, or the elements of a list inside `elemMatch` and `pull`. */
export interface FieldScope {
  /** Name of the model, for messages. */
  readonly name: string;
  /** Of a model: whether it stores nulls. */
  readonly settings?: { readonly keepNulls: boolean };
  field(property: string): FieldNode | undefined;
  fields(): FieldNode[];
}

/** The fields of a list's elements as a scope of their own. */
export function elementScope(list: FieldNode | undefined, name: string): FieldScope {
  return {
    name,
    field: (property) => list?.child(property),
    fields: () => list?.children() ?? [],
  };
}

const elements = new WeakMap<FieldNode, FieldNode>();

/** What the entries of a list or record are; the same node each time, so that what is made for it is made once. */
export function elementOf(node: FieldNode | undefined): FieldNode | undefined {
  if (node === undefined) return undefined;
  let element = elements.get(node);
  if (element === undefined) {
    element = node.element();
    if (element !== undefined) elements.set(node, element);
  }
  return element;
}
