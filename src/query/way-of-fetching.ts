import { sessionInForce } from "../client/ambient.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import { isElsewhere } from "../fetching/lookup.ts";
import type { Separated } from "../fetching/separation.ts";
import type { QueryState } from "./query-state.ts";
import { mayBeKept } from "./read-rows.ts";

/** Up to so many documents, and so many lookups, one command with all links is faster than a command for each model of a level. */
const FEW_DOCUMENTS = 20;
const FEW_LOOKUPS = 15;

/**
 * Whether a query for instances finds its own documents first and then, level by level, those that they link to by their ids. That sends each linked
 * document once, where a pipeline's lookups would find and send it once for each document that links to it.
 *
 * @param limit most documents that are read; 0: all
 */
export function fetchesById(state: QueryState, { own, chosen, needed }: Separated, limit: number): boolean {
  if (needed.length > 0) return false;
  // What is kept is the answer of one command, and a point in time outside of a session is that of one command as well.
  if (mayBeKept(state) || asksOneMoment(state)) return false;
  const isSmall = limit > 0 && limit <= FEW_DOCUMENTS && chosen.length <= FEW_LOOKUPS;
  return !isSmall || needsFind(state.options) || own.some(isForFind) ||
    chosen.some((lookup) => isElsewhere(lookup, state.model));
}

function asksOneMoment({ options, session }: QueryState): boolean {
  const { level } = (options.readConcern ?? {}) as { level?: string };
  return level === "snapshot" && sessionInForce(session) === undefined;
}

/** Options that an aggregation does not have. */
function needsFind({ noCursorTimeout, allowPartialResults }: QueryState["options"]): boolean {
  return noCursorTimeout !== undefined || allowPartialResults !== undefined;
}

/** Whether a filter asks what `find` takes and a pipeline does not (MongoDB manual, `$match`). */
function isForFind(filter: unknown): boolean {
  if (Array.isArray(filter)) return filter.some(isForFind);
  if (!isPlainObject(filter)) return false;
  return Object.entries(filter).some(([key, value]) => FOR_FIND.has(key) || isForFind(value));
}

const FOR_FIND: ReadonlySet<string> = new Set(["$near", "$nearSphere", "$where"]);
