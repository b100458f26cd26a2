import { isDeepStrictEqual } from "node:util";
import { StateManagementIsTurnedOff } from "../errors/state-management-is-turned-off.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { setOwn } from "../transfer/own-property.ts";
import { captureState, restoreState, savedState } from "./snapshot.ts";
import type { Snapshot } from "./snapshot/copy-rules.ts";
import { released } from "./snapshot/copy-value.ts";
import { differencesOf } from "./snapshot/differences.ts";
import { type DocumentState, trackedOf } from "./state.ts";

/** Whether a document holds something else than what is stored. */
export function isChanged(document: DocumentState, model: ModelRuntime): boolean {
  const saved = savedState(document, model, "isChanged");
  return !isDeepStrictEqual(saved, captureState(document, model));
}

/** What changed since the snapshot, by path of properties; `undefined` for what was removed. */
export function changesOf(document: DocumentState, model: ModelRuntime): Record<string, unknown> {
  const saved = savedState(document, model, "getChanges()");
  return changesBetween(model, saved, captureState(document, model));
}

/** The snapshot, as values of the document's own types; `null` when there is none. */
export function savedStateOf(document: DocumentState, model: ModelRuntime): Record<string, unknown> | null {
  checkSetting(model, "getSavedState()", "useStateManagement");
  return asValues(document, trackedOf(document)?.saved);
}

/** Whether the last write changed what is stored. */
export function hasChanged(document: DocumentState, model: ModelRuntime): boolean {
  const previous = previousState(document, model, "hasChanged");
  return previous !== undefined && !isDeepStrictEqual(previous, savedState(document, model, "hasChanged"));
}

/** What the last write changed, by path of properties. */
export function previousChangesOf(document: DocumentState, model: ModelRuntime): Record<string, unknown> {
  const previous = previousState(document, model, "getPreviousChanges()");
  const saved = savedState(document, model, "getPreviousChanges()");
  return previous === undefined ? {} : changesBetween(model, previous, saved);
}

/** The snapshot before the last write; `null` when there is none. */
export function previousStateOf(document: DocumentState, model: ModelRuntime): Record<string, unknown> | null {
  return asValues(document, previousState(document, model, "getPreviousSavedState()"));
}

/** Gives the fields that were changed what is stored, and removes those that are not stored. Fields that are as they were are left alone. */
export function rollBack(document: DocumentState, model: ModelRuntime): void {
  restoreState(document, model, savedState(document, model, "rollback()"));
}

function previousState(document: DocumentState, model: ModelRuntime, call: string): Snapshot | undefined {
  checkSetting(model, call, "useStateManagement");
  checkSetting(model, call, "stateManagementSavePrevious");
  return trackedOf(document)?.previous;
}

function checkSetting(
  model: ModelRuntime,
  call: string,
  setting: "useStateManagement" | "stateManagementSavePrevious",
): void {
  if (!model.settings[setting]) throw new StateManagementIsTurnedOff(model.name, call, setting);
}

function changesBetween(model: ModelRuntime, before: Snapshot, after: Snapshot): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const { path, value } of differencesOf(model, before, after, after).found) {
    setOwn(changes, path, released(value));
  }
  return changes;
}

function asValues(document: DocumentState, snapshot: Snapshot | undefined): Record<string, unknown> | null {
  return snapshot === undefined ? null : { id: document.id, ...released(snapshot) as object };
}
