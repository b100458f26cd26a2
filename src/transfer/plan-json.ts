import { mayBeMissing, type Plan, type PlanField, type PlanValue, type PlanVariant } from "./plan.ts";

/** The plan as the engine is told: JSON without what only JavaScript needs. */
export function planJson(plan: Plan): string {
  return JSON.stringify({
    model: plan.model,
    root: plan.root === undefined ? undefined : variantJson(plan.root),
    objects: plan.objects.map((object) => ({
      unknown: object.unknown ?? "strip",
      allowDollarKeys: object.allowDollarKeys ?? false,
      fields: object.fields.map(fieldJson),
    })),
  });
}

function fieldJson(field: PlanField): Record<string, unknown> {
  return {
    name: field.name,
    label: field.property === field.name ? undefined : field.property,
    ...valueJson(field),
    optional: mayBeMissing(field) || undefined,
  };
}

function variantJson({ field, objects, otherwise }: PlanVariant): Record<string, unknown> {
  return { field, objects, otherwise };
}

function valueJson(value: PlanValue): Record<string, unknown> {
  return {
    kind: value.kind,
    nullable: value.nullable || undefined,
    object: value.object,
    variant: value.variant === undefined ? undefined : variantJson(value.variant),
    element: value.element === undefined ? undefined : valueJson(value.element),
    types: value.types,
    minimum: value.minimum,
    maximum: value.maximum,
    exclusiveMinimum: value.exclusiveMinimum || undefined,
    exclusiveMaximum: value.exclusiveMaximum || undefined,
    minLength: value.minLength,
    maxLength: value.maxLength,
    values: value.values,
    minItems: value.minItems,
    maxItems: value.maxItems,
  };
}
