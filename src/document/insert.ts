import { runDocument } from "../client/run.ts";
import { WriteConcernError } from "../errors/write-concern-error.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { WriteOptions } from "../types/options.ts";
import { type DocumentState, setStored } from "./state.ts";
import { validateBeforeWrite } from "./validate.ts";
import { writeOperation } from "./write-operation.ts";

/** Stores one new document. */
export async function insertDocument<D extends DocumentState>(
  document: D,
  model: ModelRuntime,
  options: WriteOptions,
): Promise<D> {
  const operation = writeOperation(model, { insert: model.binding().collection }, options);
  validateBeforeWrite(document, model);
  try {
    await runDocument({ ...operation, documents: { plan: model.plan, values: [document], statements: "documents" } });
  } catch (error) {
    if (error instanceof WriteConcernError) setStored(document, true);
    throw error;
  }
  setStored(document, true);
  return document;
}
