import type { Database } from "../client/database.ts";
import { runDocument } from "../client/run.ts";
import { ServerError } from "../errors/server-error.ts";
import type { ModelRuntime } from "../schema/model.ts";

const NAMESPACE_EXISTS = 48;

/**
 * Runs a command that makes or changes a model's place in the database.
 *
 * @returns false when there was something by that name already
 */
export async function changePlace(
  model: ModelRuntime,
  database: Database,
  command: Record<string, unknown>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    await runDocument({ database, command, runCommand: true, signal, model: model.name });
    return true;
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    if (error.serverCode === NAMESPACE_EXISTS) return false;
    throw failure(model, Object.keys(command)[0]!, error);
  }
}

function failure({ name, collection, isView }: ModelRuntime, command: string, error: ServerError): ServerError {
  const { serverCode, codeName, labels, errInfo } = error;
  const words = error.message.startsWith(`${name}: `) ? error.message.slice(name.length + 2) : error.message;
  const what = `${command === "create" ? "create" : "change"} the ${isView ? "view" : "collection"} "${collection}"`;
  const details = { serverCode, codeName, labels, errInfo, model: name, cause: error };
  return new ServerError(`${name}: could not ${what}: ${words}`, details);
}
