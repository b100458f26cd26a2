import type { Rows } from "../client/operation.ts";
import type { FieldNode } from "../schema/field.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { Plan, PlanField, PlanValue } from "../transfer/plan.ts";
import { plainRows, untypedRows } from "./rows.ts";

/** How the rows of a pipeline are read, and what is known of their fields. */
export interface RowReading {
  /** Undefined: nothing is known. */
  readonly plan: Plan | undefined;
  rows(): Rows<object>;
}

/** A field of the rows of a group: where its values come from, when they are values of a field. */
export interface GroupField {
  readonly name: string;
  readonly path: string | undefined;
  readonly node: FieldNode | undefined;
}

/** Rows of which nothing is known. */
export const untypedReading: RowReading = { plan: undefined, rows: () => untypedRows };

/** Whole documents of a model, as plain objects. */
export function documentRows(model: ModelRuntime): RowReading {
  return readingOf(model.plan);
}

/** The rows of a group over other rows: values of fields are read as those fields are. */
export function groupRows(source: RowReading, fields: readonly GroupField[]): RowReading {
  const { plan } = source;
  if (plan === undefined) return untypedReading;
  const [, ...nested] = plan.objects;
  const members = fields.map(({ name, path }): PlanField => {
    const value = path === undefined ? undefined : valueAt(plan, path);
    // A group has a row, with null, for documents that lack the field.
    return { ...(value ?? { kind: "any" }), name, property: name, nullable: true, optional: true };
  });
  return readingOf({ model: plan.model, objects: [{ unknown: "keep", fields: members }, ...nested] });
}

/** The type at a stored path of a plan, unless the way there leads through a list: then the server collects values. */
function valueAt(plan: Plan, path: string): PlanValue | undefined {
  let object = plan.objects[0];
  let value: PlanValue | undefined;
  for (const name of path.split(".")) {
    const field: PlanField | undefined = object?.fields.find((each) => each.name === name);
    if (field === undefined) return undefined;
    const { name: _name, property: _property, optional: _optional, default: _default, ...rest } = field;
    value = rest;
    object = value.kind === "object" && value.object !== undefined ? plan.objects[value.object] : undefined;
  }
  return value;
}

function readingOf(plan: Plan): RowReading {
  let rows: Rows<object> | undefined;
  return { plan, rows: () => rows ??= plainRows(plan) };
}
