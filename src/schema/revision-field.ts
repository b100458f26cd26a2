import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { Plan, PlanField } from "../transfer/plan.ts";

/** The stored name of the revision: that of Beanie, so that both can share a collection. */
export const REVISION_FIELD = "revision_id";

const FIELD: PlanField = { name: REVISION_FIELD, property: "revisionId", kind: "uuid", nullable: true, optional: true };

/**
 * The plan of a model with the setting `useRevision`: documents carry their revision behind the id.
 *
 * @throws {InvalidArgument} when a field of the model is stored under the revision's name
 */
export function withRevision(plan: Plan): Plan {
  const [document, ...nested] = plan.objects;
  const { fields } = document!;
  const taken = fields.find((field) => field.name === REVISION_FIELD);
  if (taken !== undefined) {
    throw new InvalidArgument(
      `${plan.model}: the field "${taken.property}" is stored as "${REVISION_FIELD}", where useRevision keeps the revision. Give it another stored name with alias().`,
      { code: "schema.field_name", path: taken.property },
    );
  }
  const [id, ...others] = fields;
  return { model: plan.model, objects: [{ ...document!, fields: [id!, FIELD, ...others] }, ...nested] };
}
