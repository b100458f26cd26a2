import type { Operation } from "../client/operation.ts";
import type { Binding } from "../schema/model.ts";
import type { IndexChangeOptions } from "../types/indexes.ts";

/** The operation of a command on indexes, with what the options of the call add to it. */
export function indexOperation(
  { database }: Binding,
  command: Record<string, unknown>,
  options: IndexChangeOptions,
  model: string,
): Operation {
  const { session, signal, timeoutMS, ...added } = options;
  for (const [name, value] of Object.entries(added)) if (value !== undefined) command[name] = value;
  return { database, command, session, signal, timeoutMS, model };
}
