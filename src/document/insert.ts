import type { ModelRuntime } from "../schema/model.ts";
import { Insert } from "../events/event.ts";
import type { WriteOptions } from "../types/options.ts";
import { runLifecycle, settleStored, type Surroundings } from "./lifecycle.ts";
import { nextRevision } from "./revision.ts";
import type { Snapshot } from "./snapshot/copy-rules.ts";
import type { DocumentState } from "./state.ts";
import { checkWriteOptions } from "./write-options.ts";
import { send } from "./write-statement.ts";

/** What happens around every insert. */
export const INSERTING: Surroundings = { events: [Insert], validates: true };

/** Stores one new document. */
export async function insertDocument<D extends DocumentState>(
  document: D,
  model: ModelRuntime,
  options: WriteOptions,
): Promise<D> {
  checkWriteOptions(model.name, options);
  await runLifecycle(document, model, options, INSERTING, () => {
    const revision = nextRevision(model);
    const settle = (written?: Snapshot) => settleStored(document, model, revision, written);
    return send({ kind: "insert", document, revision, settle }, model, options);
  });
  return document;
}
