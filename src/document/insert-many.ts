import { runDocument } from "../client/run.ts";
import { BulkWriteError } from "../errors/bulk-write-error.ts";
import { DuplicateKeyError } from "../errors/duplicate-key-error.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { ServerError } from "../errors/server-error.ts";
import { WriteConcernError } from "../errors/write-concern-error.ts";
import type { ModelClassLike, ModelRuntime } from "../schema/model.ts";
import type { InsertManyOptions } from "../types/options.ts";
import { DocumentState, setStored } from "./state.ts";
import { validateBeforeWrite } from "./validate.ts";
import { checkWriteOptions } from "./write-options.ts";
import { writeOperation } from "./write-operation.ts";

/** Stores new documents; those that were stored before a failure are marked so. */
export async function insertDocuments(
  type: ModelClassLike,
  model: ModelRuntime,
  documents: readonly unknown[],
  options: InsertManyOptions,
): Promise<{ insertedIds: unknown[] }> {
  checkWriteOptions(model.name, options, ["ordered"]);
  const { ordered = true, ...rest } = options;
  const operation = writeOperation(model, { insert: model.binding().collection, ordered }, rest);
  const values = checked(type, model, documents);
  if (values.length === 0) return { insertedIds: [] };
  for (const document of values) validateBeforeWrite(document, model);
  try {
    await runDocument({ ...operation, documents: { plan: model.plan, values, statements: "documents" } });
  } catch (error) {
    if (error instanceof WriteConcernError) { for (const document of values) setStored(document, true); }
    if (error instanceof BulkWriteError) markStored(values, error, ordered);
    throw values.length === 1 ? asBulkFailure(error) : error;
  }
  for (const document of values) setStored(document, true);
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

/** In order, the server stops at the first failure; otherwise it stores all but those that failed. */
function markStored(documents: readonly DocumentState[], error: BulkWriteError, ordered: boolean): void {
  const failed = new Set(error.errors.map(({ index }) => index));
  const end = ordered && failed.size > 0 ? Math.min(...failed) : documents.length;
  for (let i = 0; i < end; i++) if (!failed.has(i)) setStored(documents[i] as DocumentState, true);
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
