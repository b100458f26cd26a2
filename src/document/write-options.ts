import { checkedWriter } from "../bulk/bulk-writer.ts";
import { checkSession, checkSignal } from "../client/call-options.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { NotSupported } from "../errors/not-supported.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import type { ChangeOptions, WriteOptions } from "../types/options.ts";

/** Names of the options of instance writes and inserts. */
export const WRITE_OPTIONS: ReadonlySet<string> = new Set(
  [
    "session",
    "signal",
    "writeConcern",
    "comment",
    "timeoutMS",
    "bypassDocumentValidation",
    "skipActions",
    "ignoreRevision",
    "bulkWriter",
  ] satisfies (keyof WriteOptions)[],
);

/** Names of the further options of instance updates. */
export const CHANGE_OPTIONS: ReadonlySet<string> = new Set(
  ["arrayFilters", "collation", "hint", "let", "upsert"] satisfies (keyof ChangeOptions)[],
);

/**
 * Options are checked before anything happens: actions may have effects.
 *
 * @param more names that this write takes as well
 * @throws {InvalidArgument} for an unknown name: a misspelt `session` would write outside of the transaction that is meant
 */
export function checkWriteOptions(model: string, options: unknown, more: Iterable<string> = []): void {
  if (!isPlainObject(options)) {
    throw new InvalidArgument(`${model}: options of a write are an object, such as { session }.`, {
      code: "argument.options",
    });
  }
  checkSession(options.session);
  checkSignal(options.signal);
  if (options.bulkWriter !== undefined) checkedWriter(options.bulkWriter);
  const unknown = Object.keys(options).filter((name) => !WRITE_OPTIONS.has(name));
  if (unknown.length === 0) return;
  const further = [...more];
  const path = unknown.find((name) => !further.includes(name));
  if (path === undefined) return;
  throw new InvalidArgument(
    `${model}: "${path}" is no option of this write. There are: ${[...further, ...WRITE_OPTIONS].join(", ")}.`,
    { code: "argument.options", path },
  );
}

/** @throws {NotSupported} for a bulk writer given to a call that sends several documents together by itself */
export function refuseWriter(model: string, options: WriteOptions, call: string, single: string): void {
  if (options.bulkWriter === undefined) return;
  throw new NotSupported(
    `${model}.${call}() sends its documents together by itself and takes no bulk writer. For a writer: document.${single}({ bulkWriter }) for each.`,
    { model },
  );
}
