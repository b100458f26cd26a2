import { DeleteRun } from "./delete-query.ts";
import { DELETED_AT } from "../schema/soft-delete.ts";
import { ReadQuery } from "./read-query.ts";
import { checkSoftDelete } from "./soft-delete.ts";
import { UpdatePlan } from "./update-plan.ts";
import { UpdateRun } from "./update-query.ts";
import { writingState } from "./write-query.ts";

/** A query whose documents can also be updated and deleted: each call gives a query that writes. */
export abstract class WritableQuery<R> extends ReadQuery<R> {
  /** Whether at most one document is meant. */
  protected abstract get one(): boolean;

  set(...changes: unknown[]): UpdateRun {
    return this.#write().set(...changes);
  }
  inc(amounts: unknown): UpdateRun {
    return this.#write().inc(amounts);
  }
  unset(...names: string[]): UpdateRun {
    return this.#write().unset(...names);
  }
  push(elements: unknown): UpdateRun {
    return this.#write().push(elements);
  }
  currentDate(fields: unknown): UpdateRun {
    return this.#write().currentDate(fields);
  }
  update(...changes: unknown[]): UpdateRun {
    return this.#write().update(...changes);
  }
  upsert(onInsert: unknown): UpdateRun {
    return this.#write().upsert(onInsert);
  }
  delete(): DeleteRun {
    return new DeleteRun(writingState(this.state), this.one);
  }

  /** Removes documents that `delete()` would only mark. */
  hardDelete(): DeleteRun {
    checkSoftDelete(this.state.model, "hardDelete()");
    return new DeleteRun(writingState(this.state), this.one, true);
  }
  /** Takes the mark off deleted documents: those that match whatever the query itself hides. */
  restore(): UpdateRun {
    checkSoftDelete(this.state.model, "restore()");
    return this.with({ scope: "deleted" }).set({ [DELETED_AT.property]: null });
  }

  #write(): UpdateRun {
    return new UpdateRun(writingState(this.state), this.one, new UpdatePlan(this.state.model));
  }
}
