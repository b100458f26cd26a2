import type { Session } from "../client/session.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { isModel, type ModelClassLike, modelOf } from "../schema/model.ts";
import { describeValue } from "../transfer/describe-value.ts";

/** How many documents are read, changed and written at a time, unless an operation says otherwise. */
export const BATCH_SIZE = 10_000;

/** Rewrites every document of a collection. Made by `iterative(...)` or `@iterativeMigration`. */
export interface IterativeOperation {
  /** Which of the two kinds of operations it is. */
  readonly kind: "iterative";
  /** The model of what is stored. */
  readonly from: ModelClassLike;
  /** The model of what it becomes. */
  readonly to: ModelClassLike;
  /** How many documents are read, changed and written at a time. */
  readonly batchSize: number;
  /** Classes that it works with; they are bound to the database before it runs. */
  readonly models: readonly ModelClassLike[];
  /** Fills the new document (`output`) from the stored one (`input`). */
  readonly change: (input: object, output: object) => unknown;
}

/** Free code. Made by `freeFall(...)` or `@freeFallMigration`. */
export interface FreeFallOperation {
  /** Which of the two kinds of operations it is. */
  readonly kind: "freeFall";
  /** Classes that it works with; they are bound to the database before it runs. */
  readonly models: readonly ModelClassLike[];
  /** The code, with the session of its transaction. */
  readonly work: (session: Session) => unknown;
}

/** One operation of a migration. Made by `iterative(...)` and `freeFall(...)`. */
export type MigrationOperation = IterativeOperation | FreeFallOperation;

const operations = new WeakSet<object>();

/** Whether the value was made by `iterative(...)` or `freeFall(...)`. */
export function isOperation(value: unknown): value is MigrationOperation {
  return typeof value === "object" && value !== null && operations.has(value);
}

/**
 * @param call the function that the user called, for messages
 * @throws {InvalidArgument} for models that are none or lie in different collections, and for a batch size that is no positive whole number
 */
export function iterativeOperation(
  call: string,
  given: { from: unknown; to: unknown; batchSize: unknown; models: unknown },
  change: unknown,
): IterativeOperation {
  const { batchSize = BATCH_SIZE } = given;
  const from = storedModel(call, "the model of what is stored", given.from);
  const to = storedModel(call, "the model of what it becomes", given.to);
  if (!Number.isSafeInteger(batchSize) || (batchSize as number) < 1) {
    throw invalid(call, `batchSize is a positive whole number; found ${describeValue(batchSize)}`);
  }
  const [here, there] = [modelOf(from), modelOf(to)];
  if (here.collection !== there.collection) {
    throw invalid(
      call,
      `${here.name} is in the collection "${here.collection}" and ${there.name} in "${there.collection}", but documents are rewritten where they are. ` +
        "Give both the same settings.name; what moves documents is a free-fall migration",
    );
  }
  if (typeof change !== "function") throw invalid(call, `it needs a function; found ${describeValue(change)}`);
  const models = [...new Set([from, to, ...storedModels(call, given.models)])];
  return made({
    kind: "iterative",
    from,
    to,
    batchSize: batchSize as number,
    models,
    change: change as IterativeOperation["change"],
  });
}

/** @throws {InvalidArgument} for models that are none */
export function freeFallOperation(call: string, models: unknown, work: unknown): FreeFallOperation {
  if (typeof work !== "function") throw invalid(call, `it needs a function; found ${describeValue(work)}`);
  return made({ kind: "freeFall", models: storedModels(call, models), work: work as FreeFallOperation["work"] });
}

/** @throws {InvalidArgument} for a misspelt option, which would be ignored otherwise */
export function checkOperationOptions(
  call: string,
  options: unknown,
  names: readonly string[],
): asserts options is Record<string, unknown> {
  if (typeof options !== "object" || options === null) {
    throw invalid(call, `its options are an object; found ${describeValue(options)}`);
  }
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) throw invalid(call, `"${unknown}" is no option. There are: ${names.join(", ")}`);
}

function made<T extends MigrationOperation>(operation: T): T {
  operations.add(operation);
  return operation;
}

function storedModels(call: string, models: unknown): ModelClassLike[] {
  if (models === undefined) return [];
  if (!Array.isArray(models)) throw invalid(call, "documentModels is a list of classes");
  return models.map((model) => storedModel(call, "each of documentModels", model));
}

function storedModel(call: string, what: string, model: unknown): ModelClassLike {
  if (isModel(model) && modelOf(model).isStored) return model;
  throw invalid(
    call,
    `${what} is a class made by Document({ ... }); found ${
      typeof model === "function" ? model.name || "a function" : describeValue(model)
    }`,
  );
}

/** The error of a declaration that can not work. */
export function invalid(call: string, what: string): InvalidArgument {
  return new InvalidArgument(`${call}: ${what}.`, { code: "migration.declaration" });
}
