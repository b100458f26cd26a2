import { addCallSite, captureCallSite } from "../client/failure.ts";
import { type Actions, actionsOf } from "../events/actions.ts";
import { After, Before, type Event, ValidateOnSave } from "../events/event.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { WriteOptions } from "../types/options.ts";
import { FieldMemory } from "./field-memory.ts";
import { type StoredChanges, takeSnapshot } from "./snapshot.ts";
import type { Snapshot } from "./snapshot/copy-rules.ts";
import { type DocumentState, ownModel, setRevision, setStored } from "./state.ts";
import { rememberForUndo } from "./undo.ts";
import { validateBeforeWrite } from "./validate.ts";

/** What a call does around its write. */
export interface Surroundings {
  /** Its events, the outer one first. */
  readonly events: readonly Event[];
  /** The fields of the instance are stored: `validateOnSave` and its events come first. */
  readonly validates?: boolean;
  /** The write stores single fields: what actions change is found out, and stored too. */
  readonly watches?: boolean;
}

/**
 * The one way of every write of one document (`docs/internals/lifecycle.md`): what is to be undone is remembered, the document validated, the
 * actions run around the write. When it does not come to the write, the fields get back what actions changed. A model without actions goes straight to its
 * command.
 *
 * @param write makes and sends the command, when the actions before it have run; `changed` is what those changed, where that is watched
 */
export async function runLifecycle<T>(
  document: DocumentState,
  model: ModelRuntime,
  options: WriteOptions,
  surroundings: Surroundings,
  write: (changed: StoredChanges | undefined) => Promise<T>,
): Promise<T> {
  const { engine } = model.binding().database.client;
  const actions = actionsOf(document.constructor, options.skipActions);
  rememberForUndo([document], model, options.bulkWriter?.session ?? options.session);
  if (actions === undefined) {
    if (surroundings.validates === true) validateBeforeWrite(document, model);
    return await write(undefined);
  }
  const site = captureCallSite(engine.cheapStackTraces);
  const memory = new FieldMemory(document, model);
  const queued = options.bulkWriter?.lastOf(document);
  try {
    await runBefore(document, model, actions, surroundings);
    memory.endActions();
    const result = await write(surroundings.watches === true ? memory.changes() : undefined);
    const waiting = options.bulkWriter?.lastOf(document);
    if (waiting === undefined || waiting === queued) await runAfter(document, actions, surroundings);
    else waiting.after.push(() => runAfter(document, actions, surroundings));
    return result;
  } catch (error) {
    memory.restore();
    addCallSite(error, site);
    throw error;
  }
}

/** What became of a write of several documents. */
export interface Outcome {
  /** Those that were written: actions run after them. */
  readonly written: readonly DocumentState[];
  /** The error of the call, when some were not. */
  readonly failure?: unknown;
}

/** The same for documents that are written together: each has its validation and its actions, in the order given. */
export async function runLifecycles(
  documents: readonly DocumentState[],
  model: ModelRuntime,
  options: WriteOptions,
  surroundings: Surroundings,
  write: () => Promise<Outcome>,
): Promise<void> {
  const { engine } = model.binding().database.client;
  const actions = actionsByClass(documents, options);
  const areActive = actions.size > 0;
  const site = areActive ? captureCallSite(engine.cheapStackTraces) : undefined;
  const memories = areActive ? documents.map((document) => new FieldMemory(document, model)) : [];
  rememberForUndo(documents, model, options.session);
  try {
    for (const document of documents) {
      const own = areActive ? actions.get(document.constructor) : undefined;
      if (own !== undefined) await runBefore(document, ownModel(document, model), own, surroundings);
      else if (surroundings.validates === true) validateBeforeWrite(document, model);
    }
    for (const memory of memories) memory.endActions();
    const { written, failure } = await write();
    if (areActive) {
      for (const document of written) await runAfter(document, actions.get(document.constructor), surroundings);
    }
    if (failure !== undefined) throw failure;
  } catch (error) {
    for (const memory of memories) memory.restore();
    addCallSite(error, site);
    throw error;
  }
}

/** The actions of the classes that have some; nearly always all documents are of one class. */
function actionsByClass(documents: readonly DocumentState[], options: WriteOptions): Map<unknown, Actions> {
  const actions = new Map<unknown, Actions>();
  let last: unknown;
  for (const { constructor } of documents) {
    if (constructor === last) continue;
    last = constructor;
    const own = actionsOf(constructor, options.skipActions);
    if (own !== undefined) actions.set(constructor, own);
  }
  return actions;
}

async function runBefore(
  document: DocumentState,
  model: ModelRuntime,
  actions: Actions,
  { events, validates }: Surroundings,
): Promise<void> {
  if (validates === true) {
    if (actions.has(Before, ValidateOnSave)) await actions.run(document, Before, ValidateOnSave);
    validateBeforeWrite(document, model);
    if (actions.has(After, ValidateOnSave)) await actions.run(document, After, ValidateOnSave);
  }
  for (const event of events) if (actions.has(Before, event)) await actions.run(document, Before, event);
}

/** The actions after a write, those of the inner events first. */
async function runAfter(
  document: DocumentState,
  actions: Actions | undefined,
  { events }: Surroundings,
): Promise<void> {
  for (let at = events.length - 1; at >= 0; at--) {
    const event = events[at]!;
    if (actions?.has(After, event) === true) await actions.run(document, After, event);
  }
}

/**
 * A write stored the document: what it is now.
 *
 * @param written what the document held when it was encoded; default: what it holds now
 */
export function settleStored(
  document: DocumentState,
  model: ModelRuntime,
  revision: string | undefined,
  written?: Snapshot,
): void {
  setStored(document, true);
  if (revision !== undefined) setRevision(document, revision);
  takeSnapshot(document, model, written);
}
