import type { Rows } from "../client/operation.ts";
import { DocWasNotRegisteredInUnionClass } from "../errors/doc-was-not-registered-in-union-class.ts";
import { UnionHasNoRegisteredDocs } from "../errors/union-has-no-registered-docs.ts";
import type { Plan, PlanField, PlanObject } from "../transfer/plan.ts";
import { type MixedPlan, mixedPlan, withoutClassId } from "./class-id.ts";
import type { ModelRuntime } from "./model.ts";

/** How documents of several classes are carried together: of a class in a tree and those below it, or of the members of a union. */
export class Mixture {
  /** The family's count of changes that it was made at: when other classes are initialised, another mixture is made. */
  readonly changes: number;
  readonly #model: ModelRuntime;
  readonly #modelIn: (document: object) => ModelRuntime;
  readonly #makeRows: (mixed: MixedPlan) => Rows<object>;
  #reading: MixedPlan | undefined;
  #writing: Plan | undefined;
  #rows: Rows<object> | undefined;

  /** @param modelIn which class a document is of */
  constructor(
    model: ModelRuntime,
    changes: number,
    modelIn: (document: object) => ModelRuntime,
    makeRows: (mixed: MixedPlan) => Rows<object>,
  ) {
    this.#model = model;
    this.changes = changes;
    this.#modelIn = modelIn;
    this.#makeRows = makeRows;
  }

  /** @throws {UnionHasNoRegisteredDocs} */
  get reading(): MixedPlan {
    return this.#reading ??= this.#mix((member) => withoutClassId(member.plan));
  }

  /** How frames become instances of their own classes. */
  get rows(): Rows<object> {
    return this.#rows ??= this.#makeRows(this.reading);
  }

  get writing(): Plan {
    return this.#writing ??= this.#mix((member) => member.plan).plan;
  }

  #mix(planOf: (member: ModelRuntime) => Plan): MixedPlan {
    const { name, isUnion, settings: { classId } } = this.#model;
    const members = this.#model.withDescendants();
    if (!isUnion) return mixedPlan(name, members, planOf, this.#modelIn);
    if (members.length === 0) throw new UnionHasNoRegisteredDocs(name);
    const others: PlanObject = { fields: [anything("_id", "id"), anything(classId, classId)] };
    const refuse = (values: Readonly<Record<string, unknown>>) =>
      new DocWasNotRegisteredInUnionClass(name, { classId, value: values[classId], id: values.id });
    return { ...mixedPlan(name, members, planOf, this.#modelIn, others), refuse };
  }
}

/** A field of any kind that may be missing. */
function anything(name: string, property: string): PlanField {
  return { name, property, kind: "any", optional: true };
}
