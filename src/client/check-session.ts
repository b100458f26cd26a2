import { InvalidArgument } from "../errors/invalid-argument.ts";
import { Session } from "./session.ts";
import { typeName } from "./type-name.ts";

/** @throws {InvalidArgument} for what is no session: without one the call would run outside of the transaction that is meant */
export function checkSession(session: unknown): void {
  if (session === undefined || session instanceof Session) return;
  throw new InvalidArgument(`A session is made by client.startSession(); found ${typeName(session)}.`, {
    code: "argument.session",
    path: "session",
  });
}
