import { runDocument } from "../client/run.ts";
import { ValidationError } from "../errors/validation-error.ts";
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
  refusePaths(document, model);
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

/** In the server's `$set` a key is a path: a dot, which a stored key may have, would lead into another field. */
function refusePaths(document: DocumentState, model: ModelRuntime): void {
  if (model.settings.unknownFields !== "keep") return;
  const path = Object.keys(document).find((name) => name.includes(".") || name === "");
  if (path === undefined) return;
  throw new ValidationError(
    { code: "validation.kept_field", model: model.name, path },
    `${model.name}.save() can not store the field ${
      JSON.stringify(path)
    }: it would be taken for a path. Use replace(), which stores the whole document.`,
  );
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
