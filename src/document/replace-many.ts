import { inDocument } from "../bulk/in-document.ts";
import { statementPlan } from "../bulk/statement-plan.ts";
import { openCursor } from "../client/cursor.ts";
import { runDocument } from "../client/run.ts";
import { ReplaceError } from "../errors/replace-error.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { encodeStoredValue } from "../expression/encode-stored-value.ts";
import { plainRows } from "../query/rows.ts";
import type { ModelClassLike, ModelRuntime } from "../schema/model.ts";
import type { Plan } from "../transfer/plan.ts";
import type { WriteOptions } from "../types/options.ts";
import { asBulkFailure, writtenDespite } from "./bulk-failure.ts";
import { checkedDocuments, planOf } from "./documents-of.ts";
import { toJson } from "./json.ts";
import { type Outcome, runLifecycles, settleStored } from "./lifecycle.ts";
import { notStored } from "./not-stored.ts";
import { REPLACING } from "./replace.ts";
import { encodingAllWith, guardedById, nextRevisions, revisionChanged } from "./revision.ts";
import { statesToWrite } from "./snapshot.ts";
import { type DocumentState, ownModel } from "./state.ts";
import { checkWriteOptions, refuseWriter } from "./write-options.ts";
import { writeOperation } from "./write-operation.ts";

/**
 * Puts instances in the places of their stored documents, in as few commands as the server's limits allow. Each goes through the lifecycle of a
 * replacement, in the order given.
 *
 * @throws {ReplaceError} when some are not stored, or one comes twice: then nothing is written
 */
export async function replaceDocuments(
  type: ModelClassLike,
  model: ModelRuntime,
  documents: readonly unknown[],
  options: WriteOptions,
): Promise<void> {
  checkWriteOptions(model.name, options);
  refuseWriter(model.name, options, "replaceMany", "replace");
  const values = checkedDocuments(type, model, documents, "replaceMany");
  if (values.length === 0) return;
  refuseRepeated(values, model);
  const stored = await storedRevisions(values, model, options);
  const missing = values.filter((document) => !stored.has(keyOf(document)));
  if (missing.length > 0) throw notReplaceable(model, "are not in the collection", missing);
  await runLifecycles(values, model, options, REPLACING, () => replaceAll(values, model, options));
}

/** Sends replacements of stored documents as one command. */
export async function replaceAll(
  values: readonly DocumentState[],
  model: ModelRuntime,
  options: WriteOptions,
): Promise<Outcome> {
  const revisions = nextRevisions(values, model);
  const states = statesToWrite(values, model);
  const settle = (index: number) =>
    settleStored(values[index]!, ownModel(values[index]!, model), revisions[index], states?.[index]);
  const statements = values.map((document) => ({
    q: guardedById(document, ownModel(document, model), options),
    u: document,
  }));
  const operation = writeOperation(model, { update: model.binding().collection }, options);
  const documents = {
    plan: statementPlan("replace", planOf(values, model)),
    values: statements,
    statements: "updates",
  };
  let written = values.map((_, index) => index);
  let failure: unknown;
  try {
    const { n } = await encodingAllWith(values, revisions, () => runDocument({ ...operation, documents }));
    if (n !== values.length) {
      const now = await storedRevisions(values, model, options);
      const isWritten = (index: number) => {
        const key = keyOf(values[index]!);
        return now.has(key) && now.get(key) === revisions[index];
      };
      const missed = values[written.find((index) => !isWritten(index)) ?? -1];
      written = written.filter(isWritten);
      if (missed !== undefined) {
        const fail = now.has(keyOf(missed)) ? revisionChanged : notStored;
        failure = fail(missed, model, "replaceMany");
      }
    }
  } catch (error) {
    written = writtenDespite(error, values.length, true);
    if (error instanceof ValidationError) failure = inDocument(error, error.index);
    else failure = values.length === 1 ? asBulkFailure(error) : error;
  }
  written.forEach(settle);
  return { written: written.map((index) => values[index]!), failure };
}

/** Which of the documents are stored, by key, and with which revision. */
async function storedRevisions(
  documents: readonly DocumentState[],
  model: ModelRuntime,
  { session, signal, timeoutMS }: WriteOptions,
): Promise<Map<string, string | undefined>> {
  const ids = documents.map(({ id }) => encodeStoredValue(model.field("id"), id, "_id", model.name));
  const plan = identityPlan(model.plan);
  const projection = Object.fromEntries(plan.objects[0]!.fields.map(({ name }) => [name, 1]));
  const command = { find: model.binding().collection, filter: { _id: { $in: ids } }, projection };
  const operation = writeOperation(model, command, { session, signal, timeoutMS });
  const found = await openCursor(operation, plainRows(plan)).toArray();
  return new Map(found.map((row) => [keyOf(row), (row.revisionId ?? undefined) as string | undefined]));
}

function identityPlan({ model, objects }: Plan): Plan {
  const fields = objects[0]!.fields.filter(({ property }) => property === "id" || property === "revisionId");
  return { model, objects: [{ fields }, ...objects.slice(1)] };
}

function keyOf({ id }: { id?: unknown }): string {
  return JSON.stringify(toJson(id, "id"));
}

function refuseRepeated(documents: readonly DocumentState[], model: ModelRuntime): void {
  const seen = new Set<string>();
  const repeated = documents.filter((document) => {
    const key = keyOf(document);
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
  if (repeated.length > 0) throw notReplaceable(model, "come more than once", repeated);
}

function notReplaceable(model: ModelRuntime, what: string, documents: readonly DocumentState[]): ReplaceError {
  const ids = documents.map(({ id }) => id);
  const shown = ids.slice(0, 5).map(String).join(", ") + (ids.length > 5 ? ", ..." : "");
  return new ReplaceError(
    model.name,
    `${model.name}.replaceMany(): ${ids.length} of the documents ${what}, and nothing was replaced. Their ids: ${shown}.`,
    ids,
  );
}
