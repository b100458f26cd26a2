import { runDocument } from "../client/run.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { splice } from "../transfer/splice.ts";
import type { WriteOptions } from "../types/options.ts";
import { type DocumentState, setStored } from "./state.ts";
import { byId } from "./identity.ts";
import { validateBeforeWrite } from "./validate.ts";
import { writeOperation } from "./write-operation.ts";

/**
 * Stores the fields of the instance, inserting the document when it is not there. Fields without a value are removed; stored fields
 * that the model does not know survive. One findAndModify, so that it is atomic and retryable.
 */
export async function saveDocument<D extends DocumentState>(
  document: D,
  model: ModelRuntime,
  options: WriteOptions,
): Promise<D> {
  validateBeforeWrite(document, model);
  const unset = absentFields(document, model);
  const command = {
    findAndModify: model.binding().collection,
    query: byId(document, model),
    update: { $set: splice(0), ...(unset !== undefined && { $unset: unset }) },
    upsert: true,
    fields: { _id: 1 },
  };
  const operation = writeOperation(model, command, options);
  await runDocument({ ...operation, documents: { plan: model.plan, values: [document] } });
  setStored(document, true);
  return document;
}

function absentFields(document: DocumentState, model: ModelRuntime): Record<string, true> | undefined {
  const held = document as unknown as Record<string, unknown>;
  const keepNulls = model.settings.keepNulls;
  let unset: Record<string, true> | undefined;
  for (const { name, property } of model.plan.objects[0]!.fields) {
    const value = held[property];
    if (value === undefined || (value === null && !keepNulls)) (unset ??= {})[name] = true;
  }
  return unset;
}
