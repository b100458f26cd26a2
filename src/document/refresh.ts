import { uuidBinary } from "../expression/uuid-binary.ts";
import { findCommand } from "../query/read-command.ts";
import { readList } from "../query/read-rows.ts";
import { plainRows } from "../query/rows.ts";
import { REVISION_FIELD } from "../schema/revision-field.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { WriteOptions } from "../types/options.ts";
import { byId } from "./identity.ts";
import { settleStored } from "./lifecycle.ts";
import { readState } from "./read-state.ts";
import type { DocumentState } from "./state.ts";
import { takeOver } from "./take-over.ts";

/**
 * Takes over what an update stored that was answered without the document, because its write concern was not met. When that can not be read, or
 * somebody else wrote since, the instance stays as it is.
 */
export async function refresh(
  document: DocumentState,
  model: ModelRuntime,
  { session, signal, timeoutMS }: WriteOptions,
  revision: string | undefined,
): Promise<void> {
  const own = revision === undefined ? undefined : { [REVISION_FIELD]: uuidBinary(revision) };
  const state = readState(model, "update", { session, signal, timeoutMS });
  const command = findCommand({ ...state, filters: [{ ...byId(document, model), ...own }] }, undefined, 1, 1);
  const [values] = await readList(state, { command, rows: plainRows(model.plan) }).catch(() => []);
  if (values === undefined) return;
  takeOver(document, values, model);
  settleStored(document, model, revision);
}
