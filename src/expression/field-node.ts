import type { PlanValue } from "../transfer/plan.ts";

/** A field of a model as the expressions see it. The schema layer makes the tree. */
export interface FieldNode {
  /** Name on the instance. */
  readonly property: string;
  /** Stored name. */
  readonly stored: string;
  /** Stored names from the document down, joined with dots. */
  readonly path: string;
  /** How its values are carried. */
  readonly value: PlanValue;
  child(property: string): FieldNode | undefined;
  children(): FieldNode[];
  /** What the entries of a list or a record are. */
  element(): FieldNode | undefined;
}

/** Where the first name of a path is looked up: a model, or the elements of a list inside `elemMatch` and `pull`. */
export interface FieldScope {
  /** Name of the model, for messages. */
  readonly name: string;
  field(property: string): FieldNode | undefined;
  fields(): FieldNode[];
}

/** The fields of a list's elements as a scope of their own. */
export function elementScope(list: FieldNode | undefined, name: string): FieldScope {
  const element = list?.element();
  return {
    name,
    field: (property) => element?.child(property),
    fields: () => element?.children() ?? [],
  };
}
