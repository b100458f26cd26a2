import { ValidationError } from "../errors/validation-error.ts";
import type { QueryState } from "../query/query-state.ts";
import { findCommand } from "../query/read-command.ts";
import { LOOP_BATCH, readPages } from "../query/read-rows.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { InspectionError, InspectionOptions, InspectionResult } from "../types/inspection.ts";
import { inspectOne, inspectPage, storedRows } from "./inspect-documents.ts";
import { inspectSample } from "./inspect-sample.ts";
import { readState } from "./read-state.ts";

/** Reads documents of the collection, all or a sample, and collects those that the model can not read. Holds one page at a time. */
export async function inspectCollection(model: ModelRuntime, options: InspectionOptions): Promise<InspectionResult> {
  const state = readState(model, "inspectCollection", options, ["sample"]);
  const { sample } = options;
  const errors: InspectionError[] = sample === undefined
    ? await inspectAll(model, state)
    : (await inspectSample(model, state, sample)).errors;
  return { status: errors.length === 0 ? "OK" : "FAIL", errors };
}

async function inspectAll(model: ModelRuntime, state: QueryState): Promise<InspectionError[]> {
  const errors: InspectionError[] = [];
  let after: unknown;
  let unreadable: ValidationError | undefined;
  for (;;) {
    try {
      for await (
        const page of readPages(state, { command: between(state, after, unreadable?.id), rows: storedRows }).pages()
      ) {
        inspectPage(model, page, errors);
        after = page.at(-1)!._id;
      }
    } catch (error) {
      // What can not be read untyped, such as text that is not UTF-8, ends the cursor, and those before it in its page are lost as well.
      if (!(error instanceof ValidationError) || error.id === undefined || unreadable !== undefined) throw error;
      unreadable = error;
      continue;
    }
    if (unreadable === undefined) return errors;
    after = unreadable.id;
    await inspectOne(state, after, errors);
    unreadable = undefined;
  }
}

/** The documents in the order of their ids, whatever types these have, behind one document and before another, where they are given. */
function between(state: QueryState, after: unknown, before: unknown): Record<string, unknown> {
  if (state.model.settings.timeseries !== undefined) return sorted(state, after, before);
  const command: Record<string, unknown> = { ...findCommand(state, undefined, 0, LOOP_BATCH), hint: { _id: 1 } };
  if (after !== undefined) Object.assign(command, { min: { _id: after }, skip: 1 });
  if (before !== undefined) command.max = { _id: before };
  return command;
}

/** The same of a time series, which has no index of its ids: the server sorts, on disk if it must. */
function sorted(state: QueryState, after: unknown, before: unknown): Record<string, unknown> {
  const bounds: Record<string, unknown>[] = [];
  if (after !== undefined) bounds.push({ $gt: ["$_id", { $literal: after }] });
  if (before !== undefined) bounds.push({ $lt: ["$_id", { $literal: before }] });
  const filters = bounds.length === 0 ? [] : [{ $expr: { $and: bounds } }];
  const command = findCommand({ ...state, filters }, undefined, 0, LOOP_BATCH);
  return { ...command, sort: { _id: 1 }, allowDiskUse: true };
}
