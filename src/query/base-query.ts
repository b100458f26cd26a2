import { checkSession, checkSignal } from "../client/call-options.ts";
import { addCallSite } from "../client/failure.ts";
import type { Session } from "../client/session.ts";
import { compileCriterion } from "../expression/criterion.ts";
import { fieldsOf } from "../expression/field-expression.ts";
import type { SentFilter } from "../expression/predicate.ts";
import { resolveSort } from "../expression/sorting.ts";
import { mergeOptions, type OPTION_NAMES } from "./options.ts";
import { filterOf, type QueryState } from "./query-state.ts";

/** What all queries share: they are immutable, and awaiting one runs it. */
export abstract class BaseQuery<R> implements PromiseLike<R> {
  protected readonly state: QueryState;

  constructor(state: QueryState) {
    this.state = state;
  }

  /** The same query with another state. */
  protected abstract with(changes: Partial<QueryState>): this;
  /** Names of the options it takes. */
  protected abstract get optionKind(): keyof typeof OPTION_NAMES;
  protected abstract run(): Promise<R>;

  then<A = R, B = never>(
    fulfilled?: ((value: R) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    const { site } = this.state;
    if (site === undefined) return this.run().then(fulfilled, rejected);
    return this.run().then(fulfilled, (error) => {
      addCallSite(error, site);
      if (typeof rejected === "function") return rejected(error);
      throw error;
    });
  }

  session(session: Session): this {
    checkSession(session);
    return this.with({ session });
  }

  setSession(session: Session): this {
    return this.session(session);
  }

  clone(): this {
    return this.with({});
  }

  signal(signal: AbortSignal): this {
    checkSignal(signal);
    return this.with({ signal });
  }

  withChildren(): this {
    return this.with({ withChildren: true });
  }

  options(options: object): this {
    return this.with({ options: mergeOptions(this.optionKind, this.state.options, options) });
  }

  getFilterQuery(): SentFilter {
    return filterOf(this.state);
  }
}

/** Criteria added to those of a query; empty filters do not count. */
export function addCriteria(state: QueryState, criteria: readonly unknown[]): readonly SentFilter[] {
  if (criteria.length === 0) return state.filters;
  const filters = [...state.filters];
  for (const criterion of criteria) {
    const filter = compileCriterion(state.model, criterion, () => fieldsOf(state.model));
    if (!isEmpty(filter)) filters.push(filter);
  }
  return filters;
}

/** Sort keys added to those of a query. */
export function addSort(state: QueryState, keys: readonly unknown[]): QueryState["sort"] {
  return [...state.sort, ...keys.flatMap((key) => resolveSort(state.model, key, () => fieldsOf(state.model)))];
}

function isEmpty(filter: SentFilter): boolean {
  for (const _ in filter) return false;
  return true;
}
