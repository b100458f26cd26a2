import { AsyncLocalStorage } from "node:async_hooks";
import type { Session } from "./session.ts";

const storage = new AsyncLocalStorage<Session>();

/** Runs a function, and all that it starts, inside of a session: operations without one of their own join it. */
export function withAmbientSession<T>(session: Session, work: () => T): T {
  return storage.run(session, work);
}

/** The session of an operation: the one it was given, else the one it runs inside of. */
export function sessionInForce(given: Session | undefined): Session | undefined {
  return given ?? storage.getStore();
}
