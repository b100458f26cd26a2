import { sessionInForce } from "../client/ambient.ts";
import type { Session } from "../client/session.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { captureState, restoreState } from "./snapshot.ts";
import {
  type DocumentState,
  ownModel,
  presentId,
  restoreId,
  setRevision,
  setStored,
  setTracked,
  trackedOf,
} from "./state.ts";

/**
 * Remembers documents as they are before a write inside of a session, actions and all: when the transaction is aborted, or runs again, they
 * are given back what they had. Outside of transactions it does nothing.
 */
export function rememberForUndo(
  documents: readonly DocumentState[],
  model: ModelRuntime,
  given: Session | undefined,
): void {
  const session = sessionInForce(given);
  if (session === undefined || !session.inTransaction) return;
  for (const document of documents) session.undoOnAbort(document, restorer(document, ownModel(document, model)));
}

function restorer(document: DocumentState, model: ModelRuntime): () => void {
  const { isNew, revisionId } = document;
  const id = presentId(document);
  const tracked = trackedOf(document);
  const fields = captureState(document, model);
  return () => {
    setStored(document, !isNew);
    setTracked(document, tracked);
    setRevision(document, revisionId);
    if (id !== undefined) restoreId(document, id);
    restoreState(document, model, fields);
  };
}
