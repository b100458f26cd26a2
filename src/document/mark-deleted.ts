import type { Target } from "../bulk/queued-write.ts";
import { mark } from "../query/soft-delete.ts";
import { findCommand } from "../query/read-command.ts";
import { readList } from "../query/read-rows.ts";
import { untypedRows } from "../query/rows.ts";
import { UpdatePlan } from "../query/update-plan.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { DELETED_AT } from "../schema/soft-delete.ts";
import type { WriteOptions } from "../types/options.ts";
import type { DeleteResult } from "../types/results.ts";
import { DELETING } from "./delete.ts";
import { byId, storedId } from "./identity.ts";
import { DeleteRules } from "../relations/rules.ts";
import { deleteLinked } from "./delete-linked.ts";
import { checkLinkRule } from "./link-rule.ts";
import { runLifecycle } from "./lifecycle.ts";
import { readState } from "./read-state.ts";
import { guardedById, isGuarded, missed, nextRevision, revisionChanged } from "./revision.ts";
import { takeFieldSnapshot } from "./snapshot.ts";
import { type DocumentState, setRevision, setStored } from "./state.ts";
import { checkWriteOptions } from "./write-options.ts";
import { updateDocument } from "./update.ts";
import { send } from "./write-statement.ts";

/** Marks the stored document as deleted. One that is marked already keeps its time, and one that is gone is no error: neither counts. */
export async function markDeleted(
  document: DocumentState,
  model: ModelRuntime,
  options: WriteOptions,
): Promise<DeleteResult> {
  checkWriteOptions(model.name, options, ["linkRule"]);
  checkLinkRule(model.name, options.linkRule, DeleteRules);
  const deletedCount = await runLifecycle(document, model, options, DELETING, async () => {
    await deleteLinked(document, options);
    const time = new Date();
    const revision = nextRevision(model);
    const count = await send(
      {
        kind: "update",
        document,
        filter: { ...guardedById(document, model, options), [DELETED_AT.stored]: null },
        update: () => mark(model, time, revision),
        carries: false,
        revision,
        settle: () => settleMarked(document, model, time, revision),
        marks: markTarget(document, model, options, time),
      },
      model,
      options,
    );
    if (count === 0) await settleUnmarked(document, model, options);
    return count;
  });
  return { deletedCount: deletedCount ?? 0 };
}

/** Takes the mark off the stored document, which the instance takes over. */
export async function restoreDocument<D extends DocumentState>(
  document: D,
  model: ModelRuntime,
  options: WriteOptions,
): Promise<D> {
  checkWriteOptions(model.name, options);
  const update = new UpdatePlan(model).set([{ [DELETED_AT.property]: null }]).compile();
  return await updateDocument(document, model, { call: "restore", update, options });
}

/** One that is marked already, or gone, is no failure; one that was changed is. */
function markTarget(document: DocumentState, model: ModelRuntime, options: WriteOptions, time: Date): Target {
  const field = DELETED_AT.stored;
  const conflict = (stored: Readonly<Record<string, unknown>>): Error | undefined =>
    stored[field] instanceof Date ? undefined : revisionChanged(document, model, "delete");
  const met = (stored: Readonly<Record<string, unknown>>): void => {
    if (stored[field] instanceof Date) settleMarked(document, model, stored[field], undefined);
  };
  return {
    id: storedId(document, model),
    // Somebody else's mark of the same millisecond is taken for this one, which is all the same: the instance has the stored time either way.
    proof: { field, value: time },
    conflict: isGuarded(model, options) ? conflict : undefined,
    met,
  };
}

function settleMarked(document: DocumentState, model: ModelRuntime, time: Date, revision: string | undefined): void {
  Object.assign(document, { [DELETED_AT.property]: time });
  setStored(document, true);
  if (revision !== undefined) setRevision(document, revision);
  takeFieldSnapshot(document, model, DELETED_AT.property);
}

/** Nothing was marked: somebody else did it, whose time the instance takes over, or the document was changed, or it is gone. */
async function settleUnmarked(document: DocumentState, model: ModelRuntime, options: WriteOptions): Promise<void> {
  const { session, signal, timeoutMS } = options;
  const state = { ...readState(model, "delete", { session, signal, timeoutMS }), filters: [byId(document, model)] };
  const [row] = await readList(state, {
    command: findCommand(state, { [DELETED_AT.stored]: 1 }, 1, 1),
    rows: untypedRows,
  });
  if (row === undefined) return;
  const time = row[DELETED_AT.stored];
  if (time instanceof Date) settleMarked(document, model, time, undefined);
  else if (isGuarded(model, options)) throw await missed(document, model, "delete", options);
}
