import { checkSession, checkSignal } from "../client/call-options.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import { mergeOptions } from "../query/options.ts";
import { initialState, type QueryState } from "../query/query-state.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { ReadCallOptions } from "../types/options.ts";

const NAMES = [
  "session",
  "signal",
  "maxTimeMS",
  "timeoutMS",
  "comment",
  "readConcern",
  "readPreference",
] satisfies (keyof ReadCallOptions)[];

/**
 * The query of a call that reads stored documents whatever their state, with the options of that call.
 *
 * @param more names of options that the call itself takes
 * @throws {InvalidArgument} for an unknown name
 */
export function readState(model: ModelRuntime, call: string, given: object, more: readonly string[] = []): QueryState {
  if (!isPlainObject(given)) {
    throw new InvalidArgument(`${model.name}.${call}(...) takes an object of options, such as { session }.`, {
      code: "argument.options",
    });
  }
  const known: readonly string[] = [...more, ...NAMES];
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgument(
      `"${unknown}" is no option of ${model.name}.${call}(...). There are: ${known.join(", ")}.`,
      { code: "argument.options", path: unknown },
    );
  }
  const { session, signal, ...rest } = given as ReadCallOptions;
  checkSession(session);
  checkSignal(signal);
  const options = Object.fromEntries(Object.entries(rest).filter(([name]) => !more.includes(name)));
  const state = initialState(model, true);
  return { ...state, scope: "all", session, signal, options: mergeOptions("read", state.options, options) };
}
