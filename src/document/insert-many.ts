import { runDocument } from "../client/run.ts";
import { BulkWriteError } from "../errors/bulk-write-error.ts";
import { DuplicateKeyError } from "../errors/duplicate-key-error.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { ServerError } from "../errors/server-error.ts";
import { WriteConcernError } from "../errors/write-concern-error.ts";
import type { ModelClassLike, ModelRuntime } from "../schema/model.ts";
import type { InsertManyOptions } from "../types/options.ts";
import { INSERTING } from "./insert.ts";
import { runLifecycles, settleStored } from "./lifecycle.ts";
import { encodingAllWith, nextRevision } from "./revision.ts";
import { DocumentState } from "./state.ts";
import { checkWriteOptions } from "./write-options.ts";
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
  const { collection } = model.binding();
  const { ordered = true, ...rest } = options;
  const values = checked(type, model, documents);
  if (values.length === 0) return { insertedIds: [] };
  const operation = writeOperation(model, { insert: collection, ordered }, rest);
  await runLifecycles(values, model, options, INSERTING, async () => {
    const revisions = values.map(() => nextRevision(model));
    const settle = (index: number) => settleStored(values[index]!, model, revisions[index]);
    const documents = { plan: model.plan, values, statements: "documents" };
    try {
      await encodingAllWith(values, revisions, () => runDocument({ ...operation, documents }));
    } catch (error) {
      const stored = storedDespite(error, values.length, ordered);
      stored.forEach(settle);
      const failure = values.length === 1 ? asBulkFailure(error) : error;
      return { written: stored.map((index) => values[index]!), failure };
    }
    for (let index = 0; index < values.length; index++) settle(index);
    return { written: values };
  });
  return { insertedIds: values.map((document) => document.id) };
}

/** The server's code of a document that the collection's validator refuses. */
const DOCUMENT_VALIDATION_FAILURE = 121;

/** The engine tells the failure of a single statement by its own class; callers of `insertMany` need not count what they give. */
function asBulkFailure(error: unknown): unknown {
  const isDuplicate = error instanceof DuplicateKeyError;
  if (!isDuplicate && !(error instanceof ServerError && error.serverCode === DOCUMENT_VALIDATION_FAILURE)) return error;
  const { message, serverCode: code = 0, errInfo, labels, model } = error;
  const keys = isDuplicate ? { keyPattern: error.keyPattern, keyValue: error.keyValue } : {};
  const failure = { index: 0, code, message, errInfo, ...keys };
  return new BulkWriteError(message, { errors: [failure], labels, model, n: 0, cause: error });
}

/** Positions of the documents that were stored although the call failed: in order, the server stops at the first failure; otherwise it stores all others. */
function storedDespite(error: unknown, count: number, ordered: boolean): number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  if (error instanceof WriteConcernError) return all;
  if (!(error instanceof BulkWriteError)) return [];
  const failed = new Set(error.errors.map(({ index }) => index));
  const end = ordered && failed.size > 0 ? Math.min(...failed) : count;
  return all.filter((index) => index < end && !failed.has(index));
}

function checked(type: ModelClassLike, model: ModelRuntime, documents: readonly unknown[]): DocumentState[] {
  if (!Array.isArray(documents)) {
    throw new InvalidArgument(`${model.name}.insertMany takes a list of documents.`, { code: "argument.documents" });
  }
  return documents.map((document, index) => checkedDocument(type, model, document, `insertMany, document ${index}`));
}

/** @throws {InvalidArgument} when the value is no instance of the model's class */
export function checkedDocument(
  type: ModelClassLike,
  model: ModelRuntime,
  document: unknown,
  place: string,
): DocumentState {
  if (document instanceof DocumentState && document instanceof type) return document;
  throw new InvalidArgument(
    `${model.name}.${place} is no ${model.name}. Make it with new ${model.name}({ ... }).`,
    { code: "argument.documents" },
  );
}
