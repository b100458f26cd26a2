import { runDocument } from "../client/run.ts";
import type { ModelClassLike, ModelRuntime } from "../schema/model.ts";
import type { InsertManyOptions } from "../types/options.ts";
import { asBulkFailure, writtenDespite } from "./bulk-failure.ts";
import { checkedDocuments, planOf } from "./documents-of.ts";
import { INSERTING } from "./insert.ts";
import { runLifecycles, settleStored } from "./lifecycle.ts";
import { encodingAllWith, nextRevisions } from "./revision.ts";
import { statesToWrite } from "./snapshot.ts";
import { ownModel } from "./state.ts";
import { checkWriteOptions, refuseWriter } from "./write-options.ts";
import { writeOperation } from "./write-operation.ts";

/**
 * Stores new documents; those that were stored before a failure are marked so. Each goes through the lifecycle of an insert, in the order given;
 * all are sent together.
 */
export async function insertDocuments(
  type: ModelClassLike,
  model: ModelRuntime,
  documents: readonly unknown[],
  options: InsertManyOptions,
): Promise<{ insertedIds: unknown[] }> {
  checkWriteOptions(model.name, options, ["ordered"]);
  refuseWriter(model.name, options, "insertMany", "insert");
  const { collection } = model.binding();
  const { ordered = true, ...rest } = options;
  const values = checkedDocuments(type, model, documents, "insertMany");
  if (values.length === 0) return { insertedIds: [] };
  const operation = writeOperation(model, { insert: collection, ordered }, rest);
  await runLifecycles(values, model, options, INSERTING, async () => {
    const revisions = nextRevisions(values, model);
    const states = statesToWrite(values, model);
    const settle = (index: number) =>
      settleStored(values[index]!, ownModel(values[index]!, model), revisions[index], states?.[index]);
    const documents = { plan: planOf(values, model), values, statements: "documents" };
    try {
      await encodingAllWith(values, revisions, () => runDocument({ ...operation, documents }));
    } catch (error) {
      const stored = writtenDespite(error, values.length, ordered);
      stored.forEach(settle);
      const failure = values.length === 1 ? asBulkFailure(error) : error;
      return { written: stored.map((index) => values[index]!), failure };
    }
    for (let index = 0; index < values.length; index++) settle(index);
    return { written: values };
  });
  return { insertedIds: values.map((document) => document.id) };
}
