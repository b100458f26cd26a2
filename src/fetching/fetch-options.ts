import type { Session } from "../client/session.ts";
import type { FetchOptions } from "../relations/link.ts";

interface Query {
  session(session: Session): this;
  signal(signal: AbortSignal): this;
}

/** A query with the options of a fetch. */
export function withFetchOptions<Q extends Query>(query: Q, { session, signal }: FetchOptions): Q {
  let made = query;
  if (session !== undefined) made = made.session(session);
  if (signal !== undefined) made = made.signal(signal);
  return made;
}
