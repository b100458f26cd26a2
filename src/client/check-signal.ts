import { InvalidArgument } from "../errors/invalid-argument.ts";
import { typeName } from "./type-name.ts";

/** @throws {InvalidArgument} for what is no AbortSignal */
export function checkSignal(signal: unknown): void {
  if (signal === undefined || signal instanceof AbortSignal) return;
  throw new InvalidArgument(
    `A signal is an AbortSignal, for example \`controller.signal\` of an AbortController; found ${typeName(signal)}.`,
    { code: "argument.signal", path: "signal" },
  );
}
