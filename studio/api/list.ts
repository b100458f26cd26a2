import { openCursor } from "../../src/client/cursor.ts";
import { runDocument } from "../../src/client/run.ts";
import { cursorOperation, filterOf, operationOf, type QueryState } from "../../src/query/query-state.ts";
import { aggregateCommand, findCommand, matchStages } from "../../src/query/read-command.ts";
import { untypedRows } from "../../src/query/rows.ts";
import { DELETED_AT } from "../../src/schema/soft-delete.ts";
import { buildState, paged } from "../query/build.ts";
import type { QueryRequest } from "../query/request.ts";
import { typescriptOf } from "../query/typescript.ts";
import type { Registry } from "../registry.ts";
import type { ValueNode } from "../values/node.ts";
import { toNode, unlimited } from "../values/to-node.ts";
import { problemsOf, type StoredDocument, storedRows } from "./rows.ts";

/** Counting goes on to here: beyond it is "more than". */
const COUNT_LIMIT = 10_000;
/** What of a document stands in a table. */
const CELL = { text: 200, entries: 20, nodes: 300 };

/** A document as a row of the table. */
export interface Row {
  /** Null: documents of the view have none. */
  readonly id: ValueNode | null;
  /** The model that it is of: in trees and unions not always the one that was asked. */
  readonly model: string | null;
  readonly document: ValueNode;
  /** Why its model can not read it; null: it can. */
  readonly problem: string | null;
  readonly deleted: boolean;
}

/** A page of documents. */
export interface Page {
  readonly rows: readonly Row[];
  /** How many match, up to a limit. */
  readonly count: { readonly value: number; readonly isMore: boolean };
  readonly code: string;
  readonly imports: readonly string[];
}

export async function listDocuments(registry: Registry, request: QueryRequest, signal: AbortSignal): Promise<Page> {
  const model = registry.model(request.model);
  const state = { ...paged(buildState(model, request)), signal };
  const [documents, count] = await Promise.all([read(state), countOf(state)]);
  const problems = problemsOf(model, documents, registry);
  const rows = documents.map((document, index) => {
    const owner = registry.owner(model, document);
    return {
      id: document._id === undefined ? null : toNode(document._id, unlimited()),
      model: owner === undefined ? null : registry.nameOf(owner) ?? null,
      document: toNode(document, { ...CELL }),
      problem: problems[index]!,
      deleted: model.softDeletes && document[DELETED_AT.stored] instanceof Date,
    };
  });
  return { rows, count, ...typescriptOf(model, request) };
}

async function read(state: QueryState): Promise<StoredDocument[]> {
  const command = findCommand(state, undefined, state.limit, state.limit);
  return await openCursor(cursorOperation(state, command, state.limit), storedRows).toArray();
}

/** Without criteria the collection knows; else they are counted, but not beyond what helps. */
async function countOf(state: QueryState): Promise<Page["count"]> {
  const { model } = state;
  const isWhole = Object.keys(filterOf(state)).length === 0 && !model.isView &&
    model.settings.timeseries === undefined;
  if (isWhole) {
    const { n } = await runDocument(operationOf(state, { count: model.collection }));
    return { value: Number(n), isMore: false };
  }
  const counted = { ...state, sort: [], skip: 0, limit: 0 };
  const stages = [...matchStages(counted), { $limit: COUNT_LIMIT + 1 }, { $group: { _id: null, n: { $sum: 1 } } }];
  const command = aggregateCommand(counted, stages);
  const [row] = await openCursor(operationOf(counted, command), untypedRows).toArray();
  const value = Number(row?.n ?? 0);
  return { value: Math.min(value, COUNT_LIMIT), isMore: value > COUNT_LIMIT };
}
