import { openCursor } from "../client/cursor.ts";
import type { Session } from "../client/session.ts";
import { storedId } from "../document/identity.ts";
import { replaceAll } from "../document/replace-many.ts";
import { REPLACING } from "../document/replace.ts";
import { runLifecycles } from "../document/lifecycle.ts";
import { type DocumentState, setRevision, setStored } from "../document/state.ts";
import { joinFilters } from "../expression/criterion.ts";
import { scopeFilters } from "../query/scope.ts";
import { withStoredId } from "../schema/locate.ts";
import { modelOf, type ModelRuntime } from "../schema/model.ts";
import type { IterativeOperation } from "./operation.ts";
import { mergeOutput, recordingOutput } from "./output.ts";

/** Documents that the server sends at once. */
const PAGE = 5000;

/** Where an iterative migration is. */
export interface Position {
  /** `_id` of the last document that was rewritten, in stored form; undefined at the beginning. */
  readonly after: unknown;
  /** How many were. */
  readonly documents: number;
}

/** What a batch is run with. */
export interface BatchOptions {
  readonly session?: Session | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told of each document before it is rewritten, for the message of an error. */
  readonly at: (id: unknown) => void;
}

/**
 * Rewrites the next batch of documents; undefined when there are no more.
 *
 * @throws {ValidationError} for a document that is not of the old model, or does not become one of the new
 */
export async function rewriteBatch(
  operation: IterativeOperation,
  position: Position,
  options: BatchOptions,
): Promise<Position | undefined> {
  const from = modelOf(operation.from), to = modelOf(operation.to);
  options.at(undefined);
  const documents = await nextDocuments(from, operation.batchSize, position.after, options);
  if (documents.length === 0) return undefined;
  const rewritten: DocumentState[] = [];
  for (const document of documents) {
    options.at(document.id);
    rewritten.push(await rewrite(document, from, operation));
  }
  options.at(undefined);
  // What was read without a revision can not demand one.
  const { session, signal } = options;
  const writing = { session, signal, ignoreRevision: !from.settings.useRevision };
  await runLifecycles(rewritten, to, writing, REPLACING, () => replaceAll(rewritten, to, writing));
  return {
    after: storedId(documents.at(-1)!, from),
    documents: position.documents + documents.length,
  };
}

/** Documents in the order of their ids, whatever types these have: bounds of an index know no types, comparisons in filters do. */
async function nextDocuments(
  model: ModelRuntime,
  count: number,
  after: unknown,
  { session, signal }: BatchOptions,
): Promise<DocumentState[]> {
  const { database, collection } = model.binding();
  const criteria = [...scopeFilters(model, "all", false)];
  // The bound includes the document itself, which is of the new model by now.
  if (after !== undefined) criteria.push({ _id: { $ne: after } });
  const command: Record<string, unknown> = {
    find: collection,
    filter: joinFilters(criteria),
    sort: { _id: 1 },
    hint: { _id: 1 },
    limit: count,
    batchSize: Math.min(count + 1, PAGE),
  };
  if (after !== undefined) command.min = { _id: after };
  const { allowDollarKeys } = model.settings;
  const operation = { database, command, session, signal, model: model.name, allowDollarKeys };
  return await openCursor(operation, model.rows()).toArray() as DocumentState[];
}

async function rewrite(
  document: DocumentState,
  from: ModelRuntime,
  { to, change }: IterativeOperation,
): Promise<DocumentState> {
  const output = recordingOutput(modelOf(to));
  const data = dataOf(document, from);
  await change(document, output);
  let made: DocumentState;
  try {
    made = new (to as unknown as new (input: unknown) => DocumentState)(mergeOutput(data, output));
  } catch (error) {
    throw withStoredId(error, document);
  }
  setStored(made, true);
  setRevision(made, document.revisionId);
  return made;
}

/** What a document holds, by the names of its model. */
function dataOf(document: object, model: ModelRuntime): Record<string, unknown> {
  const held = document as Record<string, unknown>;
  const data: Record<string, unknown> = {};
  for (const { property } of model.plan.objects[0]!.fields) {
    if (property === "revisionId" || model.field(property)?.isExcluded === true) continue;
    if (held[property] !== undefined) data[property] = held[property];
  }
  if (model.settings.unknownFields === "keep") {
    for (const name of Object.keys(document)) if (!model.shape.names.includes(name)) data[name] = held[name];
  }
  return data;
}
