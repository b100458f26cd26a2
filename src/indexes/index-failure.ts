import { DuplicateKeyError } from "../errors/duplicate-key-error.ts";
import { ServerError } from "../errors/server-error.ts";

/**
 * The error of an index command with the indexes that it was about: the server names the one at fault, but not always.
 *
 * @param what what was to be done with them, after "could not"
 */
export function indexFailure(error: unknown, what: string, names: readonly string[], model: string): unknown {
  if (!(error instanceof ServerError)) return error;
  const { serverCode, codeName, labels, errInfo } = error;
  const prefix = `${model}: `;
  const words = error.message.startsWith(prefix) ? error.message.slice(prefix.length) : error.message;
  const named = names.filter((name) => words.includes(name));
  const list = (named.length === 1 ? named : names).map((name) => `"${name}"`).join(", ");
  const message = `${model}: could not ${what} the index${list.includes(",") ? "es" : ""} ${list}: ${words}`;
  const details = { serverCode, codeName, labels, errInfo, model, cause: error };
  if (!(error instanceof DuplicateKeyError)) return new ServerError(message, details);
  const { keyPattern, keyValue } = error;
  return new DuplicateKeyError(message, { ...details, keyPattern, keyValue });
}
