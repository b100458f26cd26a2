import { InvalidArgument } from "../errors/invalid-argument.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import { undefinedValue } from "../expression/undefined-value.ts";

/** Options that go to the engine and not into a command. */
const ENGINE = ["timeoutMS", "allowServerJavaScript"] as const;
const COMMON = ["hint", "collation", "maxTimeMS", "comment", "let"] as const;

/** Names of the options that a kind of query takes. */
export const OPTION_NAMES: Readonly<Record<"read" | "update" | "replace" | "delete", ReadonlySet<string>>> = {
  read: new Set([
    ...COMMON,
    ...ENGINE,
    "batchSize",
    "allowDiskUse",
    "noCursorTimeout",
    "allowPartialResults",
    "readConcern",
    "readPreference",
  ]),
  update: new Set([...COMMON, ...ENGINE, "arrayFilters", "upsert", "bypassDocumentValidation", "writeConcern"]),
  replace: new Set([...COMMON, ...ENGINE, "bypassDocumentValidation", "writeConcern"]),
  delete: new Set([...COMMON, ...ENGINE, "writeConcern"]),
};

/** Adds options to those of a query; the last value of each wins, and `undefined` takes an option back. */
export function mergeOptions<O extends object>(kind: keyof typeof OPTION_NAMES, present: O, added: object): O {
  if (!isPlainObject(added)) {
    throw new InvalidArgument("options(...) takes an object of options.", { code: "argument.options" });
  }
  for (const name of Object.keys(added)) {
    if (!OPTION_NAMES[kind].has(name)) {
      throw new InvalidArgument(
        `"${name}" is no option of a ${kind} query. There are: ${[...OPTION_NAMES[kind]].join(", ")}.`,
        { code: "argument.options", path: name },
      );
    }
  }
  const { maxTimeMS, timeoutMS, batchSize } = added as Record<string, unknown>;
  checkWhole("maxTimeMS", maxTimeMS);
  checkWhole("timeoutMS", timeoutMS);
  checkWhole("batchSize", batchSize);
  return { ...present, ...added };
}

/** Copies the options that are set, of those named, into a command or a statement of one. */
export function copyOptions(
  target: object,
  options: Readonly<Record<string, unknown>>,
  names: readonly string[],
): void {
  for (const name of names) if (options[name] !== undefined) (target as Record<string, unknown>)[name] = options[name];
}

/** Skip, limit and the like: a whole number from 0. */
export function wholeNumber(name: string, value: unknown): number {
  if (value === undefined) throw undefinedValue(name);
  checkWhole(name, value);
  return value as number;
}

function checkWhole(name: string, value: unknown): void {
  if (value !== undefined && (!Number.isSafeInteger(value) || (value as number) < 0)) {
    throw new InvalidArgument(
      `${name} is a whole number from 0, not ${typeof value === "number" ? value : describeValue(value)}.`,
      {
        code: "argument.whole_number",
        path: name,
      },
    );
  }
}
