import { SaveChanges, Update } from "../events/event.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { WriteOptions } from "../types/options.ts";
import { runLifecycle, settleStored, type Surroundings } from "./lifecycle.ts";
import { guardedById, missed, nextRevision, withRevision } from "./revision.ts";
import { changesSince, savedState, type StoredChanges } from "./snapshot.ts";
import type { DocumentState } from "./state.ts";
import { checkWriteOptions } from "./write-options.ts";
import { send } from "./write-statement.ts";

const SAVING: Surroundings = { events: [SaveChanges], validates: true };
const STORING: Surroundings = { events: [Update] };

/**
 * Stores what changed since the snapshot: nothing is sent, and no revision moves, when that is nothing.
 *
 * @returns the document, or null when nothing had changed
 * @throws {StateManagementIsTurnedOff}
 * @throws {StateNotSaved} when there is no snapshot
 */
export async function saveChangesOf<D extends DocumentState>(
  document: D,
  model: ModelRuntime,
  options: WriteOptions,
): Promise<D | null> {
  checkWriteOptions(model.name, options);
  savedState(document, model, "saveChanges()");
  return await runLifecycle(document, model, options, SAVING, async () => {
    if (isEmpty(changesSince(document, model))) return null;
    const isStored = await runLifecycle(document, model, options, STORING, () => store(document, model, options));
    return isStored ? document : null;
  });
}

/** Tells whether there was something to store: actions may have taken the changes back. */
async function store(document: DocumentState, model: ModelRuntime, options: WriteOptions): Promise<boolean> {
  const changes = changesSince(document, model);
  if (isEmpty(changes)) return false;
  const revision = nextRevision(model);
  const count = await send(
    {
      kind: "update",
      document,
      filter: guardedById(document, model, options),
      update: () => withRevision(asUpdate(changes), revision) as Record<string, unknown>,
      carries: false,
      revision,
      settle: (written) => settleStored(document, model, revision, written),
    },
    model,
    options,
  );
  if (count === 0) throw await missed(document, model, "saveChanges", options);
  return true;
}

function asUpdate({ set, unset }: StoredChanges): Record<string, Record<string, unknown>> {
  const update: Record<string, Record<string, unknown>> = {};
  if (Object.keys(set).length > 0) update.$set = set;
  if (Object.keys(unset).length > 0) update.$unset = unset;
  return update;
}

function isEmpty({ set, unset }: StoredChanges): boolean {
  return Object.keys(set).length === 0 && Object.keys(unset).length === 0;
}
