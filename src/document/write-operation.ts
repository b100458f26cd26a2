import type { Operation } from "../client/operation.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { WriteOptions } from "../types/options.ts";

/** The part of every write on documents that options decide. They have been checked. */
export function writeOperation(
  model: ModelRuntime,
  command: Record<string, unknown>,
  options: WriteOptions,
): Omit<Operation, "documents"> {
  const { session, signal, timeoutMS, writeConcern, comment, bypassDocumentValidation } = options;
  if (writeConcern !== undefined) command.writeConcern = writeConcern;
  if (comment !== undefined) command.comment = comment;
  if (bypassDocumentValidation !== undefined) command.bypassDocumentValidation = bypassDocumentValidation;
  return {
    database: model.binding().database,
    command,
    session,
    signal,
    timeoutMS,
    allowDollarKeys: model.settings.allowDollarKeys,
    model: model.name,
  };
}
