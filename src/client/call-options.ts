import { InvalidArgument } from "../errors/invalid-argument.ts";

const sessions = new WeakSet<object>();

/** Announces a session: what was not announced is none. */
export function rememberSession(session: object): void {
  sessions.add(session);
}

/** @throws {InvalidArgument} for what is no session: without one the call would run outside of the transaction that is meant */
export function checkSession(session: unknown): void {
  if (session === undefined || (typeof session === "object" && session !== null && sessions.has(session))) return;
  throw new InvalidArgument(`A session is made by client.startSession(); found ${typeName(session)}.`, {
    code: "argument.session",
    path: "session",
  });
}

/** @throws {InvalidArgument} for what is no AbortSignal */
export function checkSignal(signal: unknown): void {
  if (signal === undefined || signal instanceof AbortSignal) return;
  throw new InvalidArgument(
    `A signal is an AbortSignal, for example \`controller.signal\` of an AbortController; found ${typeName(signal)}.`,
    { code: "argument.signal", path: "signal" },
  );
}

function typeName(value: unknown): string {
  return value === null ? "null" : typeof value;
}
