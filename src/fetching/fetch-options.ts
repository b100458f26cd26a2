import { checkSession, checkSignal } from "../client/call-options.ts";
import type { Session } from "../client/session.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import type { FetchOptions } from "../relations/link.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { checkedDepth } from "./fetch-request.ts";

interface Query {
  session(session: Session): this;
  signal(signal: AbortSignal): this;
  withChildren(): this;
}

const NAMES = ["session", "signal", "fetchLinks", "nestingDepth"] satisfies (keyof FetchOptions)[];

/** A query with the options of a fetch. A link to a class of a tree may lead to a document of a child. */
export function withFetchOptions<Q extends Query>(query: Q, { session, signal }: FetchOptions): Q {
  let made = query.withChildren();
  if (session !== undefined) made = made.session(session);
  if (signal !== undefined) made = made.signal(signal);
  return made;
}

/** How many levels of links behind what is found are to be fetched as well. */
export function levelsBelow(model: ModelRuntime, { fetchLinks, nestingDepth }: FetchOptions): number {
  if (fetchLinks === false) return 0;
  return nestingDepth ?? (fetchLinks === true ? model.settings.maxNestingDepth : 0);
}

/** @throws {InvalidArgument} for an option that there is not, and for a value that one can not have */
export function checkFetchOptions(call: string, options: unknown): FetchOptions {
  if (!isPlainObject(options)) {
    throw new InvalidArgument(`${call}(...) takes an object of options, such as { session }.`, {
      code: "argument.options",
    });
  }
  const unknown = Object.keys(options).find((name) => !(NAMES as string[]).includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgument(`"${unknown}" is no option of ${call}(...). There are: ${NAMES.join(", ")}.`, {
      code: "argument.options",
      path: unknown,
    });
  }
  const { session, signal, nestingDepth } = options as FetchOptions;
  checkSession(session);
  checkSignal(signal);
  if (nestingDepth !== undefined) checkedDepth(nestingDepth);
  return options;
}
