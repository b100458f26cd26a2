import { InvalidArgument } from "../errors/invalid-argument.ts";
import { movedObjects } from "../transfer/moved-objects.ts";
import type { Plan, PlanField, PlanObject } from "../transfer/plan.ts";
import type { Membership } from "./family.ts";
import type { ModelRuntime } from "./model.ts";

/**
 * The plan of a class whose documents stand among those of others: what says so is written behind the id, and left out when it is read.
 *
 * @throws {InvalidArgument} when a field of the model is stored under that name
 */
export function withClassId(plan: Plan, { family: { classId }, value }: Membership): Plan {
  const [document, ...nested] = plan.objects;
  const [id, ...others] = document!.fields;
  const taken = document!.fields.find((field) => field.name === classId);
  if (taken !== undefined) {
    throw new InvalidArgument(
      `${plan.model}: the field "${taken.property}" is stored as "${classId}", where the class of a document is kept. Give it another stored ` +
        "name with alias(), or choose another settings.classId.",
      { code: "schema.field_name", path: taken.property },
    );
  }
  // Documents from before the class was in a family may lack it, or hold anything.
  const field: PlanField = { name: classId, property: classId, kind: "any", optional: true, constant: value };
  return { model: plan.model, objects: [{ ...document!, fields: [id!, field, ...others] }, ...nested] };
}

/** The same for reading alone: what is left out then need not be carried, unless it would count as an unknown field. */
export function withoutClassId(plan: Plan): Plan {
  const [document, ...nested] = plan.objects;
  if (document!.unknown === "keep" || document!.unknown === "reject") return plan;
  const fields = document!.fields.filter(({ constant }) => constant === undefined);
  return { ...plan, objects: [{ ...document!, fields }, ...nested] };
}

/** A plan for documents of several classes, and which of its objects each of them is. */
export interface MixedPlan {
  readonly plan: Plan;
  readonly members: ReadonlyMap<number, ModelRuntime>;
  /** The error of a document that is of none of them, where there can be such ones. */
  readonly refuse?: (values: Readonly<Record<string, unknown>>) => Error;
}

/**
 * The plan of documents of several classes, told apart by the stored field.
 *
 * @param planOf how documents of one of the classes are carried
 * @param memberOf which of the classes a document is of
 * @param others how documents are read that are of none of the classes; default: as those of the first
 */
export function mixedPlan(
  model: string,
  members: readonly ModelRuntime[],
  planOf: (member: ModelRuntime) => Plan,
  memberOf: (document: object) => ModelRuntime,
  others?: PlanObject,
): MixedPlan {
  const objects: PlanObject[] = [];
  const byValue: Record<string, number> = {};
  const byNumber = new Map<number, ModelRuntime>();
  const byModel = new Map<ModelRuntime, number>();
  const { classId } = members[0]!.membership!.family;
  for (const member of members) {
    const number = objects.length;
    byValue[member.membership!.value] = number;
    byNumber.set(number, member);
    byModel.set(member, number);
    objects.push(...movedObjects(planOf(member), number));
  }
  const otherwise = others === undefined ? 0 : objects.push(others) - 1;
  const choose = (document: object): number => byModel.get(memberOf(document))!;
  return { plan: { model, objects, root: { field: classId, objects: byValue, otherwise, choose } }, members: byNumber };
}
