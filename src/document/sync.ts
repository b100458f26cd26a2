import { DocumentWasNotSaved } from "../errors/document-was-not-saved.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { findCommand } from "../query/read-command.ts";
import { readList } from "../query/read-rows.ts";
import { plainRows } from "../query/rows.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { SyncOptions } from "../types/options.ts";
import { applyDifferences } from "./apply-differences.ts";
import { byId } from "./identity.ts";
import { MergeStrategy } from "./merge-strategy.ts";
import { notStored } from "./not-stored.ts";
import { readState } from "./read-state.ts";
import { captureState, rememberState, savedState } from "./snapshot.ts";
import { differencesOf } from "./snapshot/differences.ts";
import { type DocumentState, setRevision } from "./state.ts";
import { takeOver } from "./take-over.ts";
import { rememberForUndo } from "./undo.ts";

/** Reads the stored document into the instance, over local changes or under them. Nothing changes when that fails. */
export async function syncDocument(document: DocumentState, model: ModelRuntime, options: SyncOptions): Promise<void> {
  const state = readState(model, "sync", options, ["mergeStrategy"]);
  const { mergeStrategy = MergeStrategy.REMOTE } = options;
  if (mergeStrategy !== MergeStrategy.LOCAL && mergeStrategy !== MergeStrategy.REMOTE) {
    throw new InvalidArgument(`${model.name}.sync(...): mergeStrategy is "local" or "remote".`, {
      code: "argument.options",
      path: "mergeStrategy",
    });
  }
  if (document.isNew) throw new DocumentWasNotSaved(model.name, "sync()");
  const isLocal = mergeStrategy === MergeStrategy.LOCAL;
  if (isLocal) savedState(document, model, 'sync({ mergeStrategy: "local" })');
  const command = findCommand({ ...state, filters: [byId(document, model)] }, undefined, 1, 1);
  const [values] = await readList(state, { command, rows: plainRows(model.plan) });
  if (values === undefined) throw notStored(document, model, "sync");
  const stored = captureState(values, model);
  if (isLocal) {
    const saved = savedState(document, model, "sync()");
    applyDifferences(differencesOf(model, saved, captureState(document, model), document).found, values, model);
  }
  rememberForUndo([document], model, state.session);
  takeOver(document, values, model);
  setRevision(document, (values.revisionId ?? undefined) as string | undefined);
  rememberState(document, model, stored);
}
