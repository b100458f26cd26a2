import { runDocument } from "../client/run.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { WriteOptions } from "../types/options.ts";
import type { DeleteResult } from "../types/results.ts";
import { type DocumentState, setStored } from "./state.ts";
import { byId } from "./identity.ts";
import { checkWriteOptions } from "./write-options.ts";
import { writeOperation } from "./write-operation.ts";

/** Removes the stored document; the instance is new again. That it was gone before is no error: the count says so. */
export async function deleteDocument(
  document: DocumentState,
  model: ModelRuntime,
  options: WriteOptions,
): Promise<DeleteResult> {
  checkWriteOptions(model.name, options);
  const { bypassDocumentValidation: _, ...rest } = options;
  const deletes = [{ q: byId(document, model), limit: 1 }];
  const operation = writeOperation(model, { delete: model.binding().collection, deletes }, rest);
  const reply = await runDocument(operation);
  setStored(document, false);
  return { deletedCount: Number(reply.n) };
}
