import type { OperationDocuments } from "../client/operation.ts";
import { runDocument } from "../client/run.ts";
import { WriteConcernError } from "../errors/write-concern-error.ts";
import type { SentFilter } from "../expression/predicate.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { type Splice, splice } from "../transfer/splice.ts";
import type { WriteOptions } from "../types/options.ts";
import { encodingWith } from "./revision.ts";
import { stateToWrite } from "./snapshot.ts";
import type { Snapshot } from "./snapshot/copy-rules.ts";
import type { DocumentState } from "./state.ts";
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
}

interface DeleteStatement extends Statement {
  readonly kind: "delete";
  readonly filter: SentFilter;
}

/**
 * Sends a write. The instance settles when it was made; a write concern that was not met does not take it back.
 *
 * @returns how many documents it inserted, matched or deleted
 */
export async function send(statement: WriteStatement, model: ModelRuntime, options: WriteOptions): Promise<number> {
  const { document } = statement;
  const operation = {
    ...writeOperation(model, command(statement, model), options),
    documents: carried(statement, model),
  };
  const written = statement.kind === "delete" ? undefined : stateToWrite(document, model);
  try {
    const revision = statement.kind === "delete" ? undefined : statement.revision;
    const reply = await encodingWith(document, revision, () => runDocument(operation));
    const count = Number(reply.n);
    if (count > 0 || statement.kind !== "update") statement.settle(written);
    return count;
  } catch (error) {
    if (error instanceof WriteConcernError) statement.settle(written);
    throw error;
  }
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
