import { InvalidArgument } from "../errors/invalid-argument.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import type { WriteOptions } from "../types/options.ts";

/** Names of the options of instance writes and inserts. */
export const WRITE_OPTIONS: ReadonlySet<string> = new Set(
  [
    "session",
    "signal",
    "writeConcern",
    "comment",
    "timeoutMS",
    "bypassDocumentValidation",
  ] satisfies (keyof WriteOptions)[],
);

/**
 * @param more names that this write takes as well
 * @throws {InvalidArgument} for an unknown name: a misspelt `session` would write outside of the transaction that is meant
 */
export function checkWriteOptions(model: string, options: unknown, more: readonly string[] = []): void {
  if (!isPlainObject(options)) {
    throw new InvalidArgument(`${model}: options of a write are an object, such as { session }.`, {
      code: "argument.options",
    });
  }
  const unknown = Object.keys(options).find((name) => !WRITE_OPTIONS.has(name) && !more.includes(name));
  if (unknown === undefined) return;
  throw new InvalidArgument(
    `${model}: "${unknown}" is no option of this write. There are: ${[...more, ...WRITE_OPTIONS].join(", ")}.`,
    { code: "argument.options", path: unknown },
  );
}
