import { isDeepStrictEqual } from "node:util";
import { StateManagementIsTurnedOff } from "../errors/state-management-is-turned-off.ts";
import { StateNotSaved } from "../errors/state-not-saved.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { encodeStoredValue } from "../expression/encode-stored-value.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { FillObject } from "../transfer/plan.ts";
import { expectation } from "../transfer/value-tests.ts";
import { getOwn, setOwn } from "../transfer/own-property.ts";
import { released } from "./snapshot/copy-value.ts";
import { copierOf } from "./snapshot/copy.ts";
import type { Snapshot } from "./snapshot/copy-rules.ts";
import { type Difference, differencesOf } from "./snapshot/differences.ts";
import { type DocumentState, runtime, setTracked, trackedOf } from "./state.ts";

/** Changes of a document by stored path, with encoded values: the operands of `$set` and `$unset`. */
export interface StoredChanges {
  readonly set: Record<string, unknown>;
  readonly unset: Record<string, true>;
}

/** What a document, or a plain object with its properties, holds now. */
export function captureState(document: object, model: ModelRuntime): Snapshot {
  return copierOf(model.plan)(document);
}

/**
 * Gives the fields that are different what a document held before, and removes those that it did not have.
 *
 * @param later a state in between: fields that were changed after it are left alone
 */
export function restoreState(document: DocumentState, model: ModelRuntime, state: Snapshot, later?: Snapshot): void {
  const now = captureState(document, model);
  const held = document as unknown as Record<string, unknown>;
  for (const name of new Set([...Object.keys(state), ...Object.keys(now)])) {
    const value = getOwn(state, name);
    if (isDeepStrictEqual(value, getOwn(now, name))) continue;
    if (later !== undefined && !isDeepStrictEqual(getOwn(later, name), getOwn(now, name))) continue;
    if (value === undefined) delete held[name];
    else setOwn(held, name, released(value));
  }
}

/**
 * Remembers what is stored, after a write. Models without state management remember nothing.
 *
 * @param written what the document held when it was encoded; default: what it holds now
 */
export function takeSnapshot(document: DocumentState, model: ModelRuntime, written?: Snapshot): void {
  const { useStateManagement, stateManagementSavePrevious } = model.settings;
  if (!useStateManagement) return;
  const previous = stateManagementSavePrevious ? trackedOf(document)?.saved : undefined;
  setTracked(document, { saved: written ?? captureState(document, model), previous });
}

/**
 * What a write that is being encoded will have stored: until it is answered, the document may change again. Undefined for models that keep no
 * snapshots.
 */
export function stateToWrite(document: DocumentState, model: ModelRuntime): Snapshot | undefined {
  return model.settings.useStateManagement ? captureState(document, model) : undefined;
}

/** The same for documents that are written together. */
export function statesToWrite(
  documents: readonly DocumentState[],
  model: ModelRuntime,
): readonly (Snapshot | undefined)[] | undefined {
  if (model.family !== undefined) return documents.map((document) => stateToWrite(document, runtime(document)));
  if (!model.settings.useStateManagement) return undefined;
  return documents.map((document) => captureState(document, model));
}

/** Remembers a state as what is stored, as reading the document does. */
export function rememberState(document: DocumentState, model: ModelRuntime, saved: Snapshot): void {
  if (model.settings.useStateManagement) setTracked(document, { saved, previous: undefined });
}

/** Remembers what a document holds in one field as stored, after a write of that field alone. */
export function takeFieldSnapshot(document: DocumentState, model: ModelRuntime, property: string): void {
  const tracked = trackedOf(document);
  if (tracked === undefined) return;
  const { saved } = tracked;
  const previous = model.settings.stateManagementSavePrevious ? saved : undefined;
  setTracked(document, { saved: { ...saved, [property]: captureState(document, model)[property] }, previous });
}

/** A reader that takes the snapshot too, where the model keeps one, before field initialisers of subclasses run. */
export function tracked(fill: FillObject, model: ModelRuntime): FillObject {
  if (!model.isStored || !model.settings.useStateManagement) return fill;
  const copy = copierOf(model.plan);
  return (target, frame, path) => {
    fill(target, frame, path);
    setTracked(target as DocumentState, { saved: copy(target), previous: undefined });
  };
}

/**
 * What changed in a document since its snapshot, or since another state of it.
 *
 * @throws {StateManagementIsTurnedOff}
 * @throws {StateNotSaved} when there is no snapshot
 * @throws {ValidationError} when a changed value does not fit its field
 */
export function changesSince(
  document: DocumentState,
  model: ModelRuntime,
  since: Snapshot = savedState(document, model, "saveChanges()"),
): StoredChanges {
  const { found, containers } = differencesOf(model, since, captureState(document, model), document);
  for (const { node, held, path } of containers) node.value.encode?.(held, path);
  const changes: StoredChanges = { set: {}, unset: {} };
  for (const difference of found) addChange(changes, difference, model);
  return changes;
}

/**
 * The snapshot of a document.
 *
 * @param call what messages name
 * @throws {StateManagementIsTurnedOff}
 * @throws {StateNotSaved}
 */
export function savedState(document: DocumentState, model: ModelRuntime, call: string): Snapshot {
  if (!model.settings.useStateManagement) throw new StateManagementIsTurnedOff(model.name, call, "useStateManagement");
  const saved = trackedOf(document)?.saved;
  if (saved === undefined) throw new StateNotSaved(model.name, call);
  return saved;
}

function addChange(changes: StoredChanges, difference: Difference, model: ModelRuntime): void {
  const { node, held, path, stored, removable, addressable } = difference;
  if (!addressable) {
    throw new ValidationError(
      { code: "validation.kept_field", model: model.name, path },
      `${model.name}: the changed field ${JSON.stringify(path)} can not be stored by itself: it would be taken for a ` +
        "path. Use replace(), which stores the whole document.",
    );
  }
  const isLeftOut = held === null && node?.value.nullable === true && !node.keepsNulls();
  if (isLeftOut || (held === undefined && removable)) setOwn(changes.unset, stored, true);
  else if (held !== undefined) setOwn(changes.set, stored, encodeStoredValue(node, held, path, model.name));
  else {
    const expected = node === undefined ? undefined : expectation(node.value);
    throw new ValidationError({ code: "validation.kind", model: model.name, path, expected, found: "nothing" });
  }
}
