import { getOwn, setOwn } from "../../transfer/own-property.ts";
import type { Plan, PlanValue } from "../../transfer/plan.ts";
import { copyBytes, copyDate, copyLoose, copyOthers } from "./copy-value.ts";
import { type CopyState, needsCopy, snapshotFields } from "./copy-rules.ts";

/** The copier of a plan that walks the plan for each document. */
export function interpretCopy(plan: Plan): CopyState {
  const copier = new Copier(plan);
  return (source) => copier.object(0, source);
}

class Copier {
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  object(index: number, source: object): Record<string, unknown> {
    const object = this.#plan.objects[index]!;
    const copy: Record<string, unknown> = {};
    for (const field of snapshotFields(object, index === 0)) {
      setOwn(copy, field.property, this.#value(field, getOwn(source, field.property)));
    }
    if (object.unknown === "keep") {
      const known = new Set(object.fields.map((field) => field.property));
      copyOthers(source, copy, index === 0 ? known.add("id") : known);
    }
    return copy;
  }

  #value(value: PlanValue, held: unknown): unknown {
    if (!needsCopy(value) || typeof held !== "object" || held === null) return held;
    switch (value.kind) {
      case "date":
        return held instanceof Date ? copyDate(held) : copyLoose(held, value);
      case "binary":
        return value.decode === undefined ? copyBytes(held) : copyLoose(held, value);
      case "object":
        return this.object(value.object!, held);
      case "array":
        return Array.isArray(held) ? held.map((entry) => this.#value(value.element!, entry)) : copyLoose(held, value);
      case "record":
        return this.#record(value.element!, held as Record<string, unknown>);
      default:
        return copyLoose(held, value);
    }
  }

  #record(element: PlanValue, held: Record<string, unknown>): Record<string, unknown> {
    const copy = {};
    for (const key of Object.keys(held)) {
      if (held[key] !== undefined) setOwn(copy, key, this.#value(element, held[key]));
    }
    return copy;
  }
}
