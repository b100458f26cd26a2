import type { Rows } from "../client/operation.ts";
import { readLocally } from "../client/local-reading.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { decodeValue } from "../expression/decode-value.ts";
import { literally } from "../expression/predicate.ts";
import type { QueryState } from "../query/query-state.ts";
import { findCommand } from "../query/read-command.ts";
import { readList } from "../query/read-rows.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { readUntyped } from "../transfer/read-untyped.ts";
import type { InspectionError } from "../types/inspection.ts";

/** Documents as they are stored, numbers with their types: what is written of them again is the same. */
export const storedRows: Rows<Record<string, unknown>> = {
  plan: null,
  read: (frame) => readUntyped(frame, { numbers: "exact" }),
};

/** Collects those of the stored documents that the model can not read. */
export function inspectPage(
  model: ModelRuntime,
  page: readonly Record<string, unknown>[],
  errors: InspectionError[],
): void {
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
export async function inspectOne(state: QueryState, id: unknown, errors: InspectionError[]): Promise<void> {
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
