import type { Rows } from "../client/operation.ts";
import { readLocally } from "../client/local-reading.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { decodeValue } from "../expression/decode-value.ts";
import { literally } from "../expression/predicate.ts";
import type { QueryState } from "../query/query-state.ts";
import { findCommand } from "../query/read-command.ts";
import { LOOP_BATCH, readList, readPages } from "../query/read-rows.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { readUntyped } from "../transfer/read-untyped.ts";
import type { InspectionError, InspectionResult } from "../types/inspection.ts";
import type { ReadCallOptions } from "../types/options.ts";
import { readState } from "./read-state.ts";

/** Documents as they are stored, numbers with their types: what is written of them again is the same. */
const storedRows: Rows<Record<string, unknown>> = {
  plan: null,
  read: (frame) => readUntyped(frame, { numbers: "exact" }),
};

/** Reads every document of the collection and collects those that the model can not read. Holds one page at a time. */
export async function inspectCollection(model: ModelRuntime, options: ReadCallOptions): Promise<InspectionResult> {
  const state = readState(model, "inspectCollection", options);
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
    if (unreadable === undefined) {
      return { status: errors.length === 0 ? "OK" : "FAIL", errors };
    }
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

function inspectPage(model: ModelRuntime, page: readonly Record<string, unknown>[], errors: InspectionError[]): void {
  const { engine } = model.binding().database.client;
  const rows = model.rows();
  try {
    readLocally(engine, rows, page);
  } catch {
    for (const document of page) {
      try {
        readLocally(engine, rows, [document]);
      } catch (error) {
        errors.push(failure(model, document._id, error));
      }
    }
  }
}

/** Whether the model can read what can not be read untyped: it may not have the field that is the trouble. */
async function inspectOne(state: QueryState, id: unknown, errors: InspectionError[]): Promise<void> {
  const command = findCommand({ ...state, filters: [{ _id: literally(id) }] }, undefined, 1, 1);
  try {
    await readList(state, { command, rows: state.model.rows() });
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    errors.push(failure(state.model, id, error));
  }
}

function failure(model: ModelRuntime, id: unknown, error: unknown): InspectionError {
  return { documentId: idOf(model, id), error: error instanceof Error ? error : new Error(String(error)) };
}

function idOf(model: ModelRuntime, stored: unknown): unknown {
  try {
    return decodeValue(model.field("id"), stored, "_id");
  } catch {
    return stored;
  }
}
