import type { Target, WriteHooks } from "../bulk/queued-write.ts";
import type { OperationDocuments } from "../client/operation.ts";
import { runDocument } from "../client/run.ts";
import { reportOf } from "../client/write-report.ts";
import { WriteConcernError } from "../errors/write-concern-error.ts";
import type { SentFilter } from "../expression/predicate.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { type Splice, splice } from "../transfer/splice.ts";
import type { WriteOptions } from "../types/options.ts";
import { encodingWith, writeTarget } from "./revision.ts";
import { stateToWrite } from "./snapshot.ts";
import type { Snapshot } from "./snapshot/copy-rules.ts";
import { type DocumentState, setRevision } from "./state.ts";
import { writeOperation } from "./write-operation.ts";

/** A write of one document as the server's write commands take it. It is sent at once, or queued by a writer that sends several. */
export type WriteStatement = InsertStatement | UpdateStatement | DeleteStatement;

interface Statement {
  readonly document: DocumentState;
  /**
   * Changes the instance, when the write has succeeded.
   *
   * @param written what the instance held when it was encoded, where that is known
   */
  settle(written?: Snapshot): void;
}

/** The document goes with it, written by its model's plan. */
interface InsertStatement extends Statement {
  readonly kind: "insert";
  /** The revision to store. */
  readonly revision: string | undefined;
}

interface UpdateStatement extends Statement {
  readonly kind: "update";
  readonly filter: SentFilter;
  /** @param document what stands in the update for the document that goes with it */
  update(document: Splice): Splice | Record<string, unknown>;
  /** The update refers to the document that goes with it. */
  readonly carries: boolean;
  readonly revision: string | undefined;
  readonly upsert?: boolean;
  /** It marks the document as deleted; how a writer finds out whether it did. */
  readonly marks?: Target;
}

interface DeleteStatement extends Statement {
  readonly kind: "delete";
  readonly filter: SentFilter;
}

/**
 * Sends a write. The instance settles when it was made; a write concern that was not met does not take it back.
 *
 * @returns how many documents it inserted, matched or deleted; undefined when it waits in a writer
 */
export async function send(
  statement: WriteStatement,
  model: ModelRuntime,
  options: WriteOptions,
): Promise<number | undefined> {
  const { document } = statement;
  const operation = {
    ...writeOperation(model, command(statement, model), options),
    documents: carried(statement, model),
  };
  const { bulkWriter } = options;
  if (bulkWriter !== undefined) {
    bulkWriter.add(operation, hooksOf(statement, model, options));
    return undefined;
  }
  const written = statement.kind === "delete" ? undefined : stateToWrite(document, model);
  try {
    const revision = statement.kind === "delete" ? undefined : statement.revision;
    const reply = await encodingWith(document, revision, () => runDocument(operation));
    const count = Number(reply.n);
    if (count > 0 || statement.kind !== "update") statement.settle(written);
    return count;
  } catch (error) {
    if (!(error instanceof WriteConcernError)) throw error;
    if (statement.kind === "update" && reportOf(error)?.n === 0) return 0;
    statement.settle(written);
    throw error;
  }
}

/** What a writer does around the write. */
function hooksOf(statement: WriteStatement, model: ModelRuntime, options: WriteOptions): WriteHooks {
  const { document, kind } = statement;
  if (kind === "delete") return { document, settle: () => statement.settle(), after: [] };
  const { revision } = statement;
  const marks = kind === "update" && statement.marks !== undefined;
  const target = kind === "update" ? statement.marks ?? targetOf(statement, model, options) : undefined;
  // A document that goes with its write is encoded at the commit; an update was made of what the document held when it was queued.
  const isEncodedLater = kind === "insert" || statement.carries;
  let written = isEncodedLater ? undefined : stateToWrite(document, model);
  const settle = () => statement.settle(written);
  if (revision === undefined && !(isEncodedLater && model.settings.useStateManagement)) {
    return { document, settle, target, marks, after: [] };
  }
  const encoding = (): () => void => {
    if (isEncodedLater) written = stateToWrite(document, model);
    if (revision === undefined) return () => {};
    const held = document.revisionId;
    setRevision(document, revision);
    return () => setRevision(document, held);
  };
  return { document, settle, target, marks, revision, encoding, after: [] };
}

/** An upsert finds its document or makes it; anything else may miss it, or meet another revision. */
function targetOf(statement: UpdateStatement, model: ModelRuntime, options: WriteOptions): Target | undefined {
  const target = writeTarget(statement.document, model, options, statement.revision);
  return statement.upsert === true && target.proof === undefined ? undefined : target;
}

function command(statement: WriteStatement, model: ModelRuntime): Record<string, unknown> {
  const { collection } = model.binding();
  switch (statement.kind) {
    case "insert":
      return { insert: collection };
    case "delete":
      return { delete: collection, deletes: [{ q: statement.filter, limit: 1 }] };
    case "update": {
      const update = { q: statement.filter, u: statement.update(splice(0)), ...(statement.upsert && { upsert: true }) };
      return { update: collection, updates: [update] };
    }
  }
}

function carried(statement: WriteStatement, model: ModelRuntime): OperationDocuments | undefined {
  if (statement.kind === "insert") return { plan: model.plan, values: [statement.document], statements: "documents" };
  if (statement.kind === "update" && statement.carries) return { plan: model.plan, values: [statement.document] };
  return undefined;
}
