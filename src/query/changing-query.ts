import { BaseQuery } from "./base-query.ts";
import type { UpdatePlan } from "./update-plan.ts";

/** A query with the calls that make an update, or go on with one: each gives a query that updates. */
export abstract class ChangingQuery<R, U> extends BaseQuery<R> {
  /** The update with more changes. */
  protected abstract changed(change: (plan: UpdatePlan) => UpdatePlan): U;

  set(...changes: unknown[]): U {
    return this.changed((plan) => plan.set(changes));
  }

  inc(amounts: unknown): U {
    return this.changed((plan) => plan.operator("$inc", amounts));
  }

  unset(...names: string[]): U {
    return this.changed((plan) => plan.unset(names));
  }

  push(elements: unknown): U {
    return this.changed((plan) => plan.operator("$push", elements));
  }

  currentDate(fields: unknown): U {
    return this.changed((plan) => plan.operator("$currentDate", fields));
  }

  update(...changes: unknown[]): U {
    return this.changed((plan) => plan.update(changes));
  }
}
