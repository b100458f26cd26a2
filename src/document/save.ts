import { ValidationError } from "../errors/validation-error.ts";
import { Save, Update } from "../events/event.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { REVISION_FIELD } from "../schema/revision-field.ts";
import type { WriteOptions } from "../types/options.ts";
import { WriteRules } from "../relations/rules.ts";
import { checkLinkRule } from "./link-rule.ts";
import { runLifecycle, settleStored, type Surroundings } from "./lifecycle.ts";
import { guardedById, nextRevision, upsertFailure } from "./revision.ts";
import type { DocumentState } from "./state.ts";
import { checkWriteOptions } from "./write-options.ts";
import type { WriteLinked } from "./write-linked.ts";
import { send, type WriteStatement } from "./write-statement.ts";

const SAVING: Surroundings = { events: [Save, Update], validates: true };

/**
 * Stores the fields of the instance, inserting the document when it is not there. Fields without a value are removed; stored fields
 * that the model does not know survive. One update, so that it is atomic and retryable.
 *
 * @param linked as for inserts
 */
export async function saveDocument<D extends DocumentState>(
  document: D,
  model: ModelRuntime,
  options: WriteOptions,
  linked?: WriteLinked,
): Promise<D> {
  checkWriteOptions(model.name, options, linked && ["linkRule"]);
  checkLinkRule(model.name, options.linkRule, WriteRules);
  const save = async () => {
    refusePaths(document, model);
    try {
      await send(saving(document, model, options), model, options);
    } catch (error) {
      throw upsertFailure(error, document, model, "save", options);
    }
  };
  const write = linked === undefined ? save : () => linked(document, options, true, save);
  await runLifecycle(document, model, options, SAVING, write);
  return document;
}

function saving(document: DocumentState, model: ModelRuntime, options: WriteOptions): WriteStatement {
  const revision = nextRevision(model);
  const unset = absentFields(document, model);
  return {
    kind: "update",
    document,
    filter: guardedById(document, model, options),
    update: (whole) => unset === undefined ? { $set: whole } : { $set: whole, $unset: unset },
    carries: true,
    upsert: true,
    revision,
    settle: (written) => settleStored(document, model, revision, written),
  };
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
  for (const { name, property, excluded, constant } of model.plan.objects[0]!.fields) {
    const value = held[property];
    if (excluded === true || constant !== undefined) continue;
    if (name === REVISION_FIELD && model.settings.useRevision) continue;
    if (value === undefined || (value === null && !keepNulls)) (unset ??= {})[name] = true;
  }
  return unset;
}
