import type { Session } from "../client/session.ts";
import type { Class, Doc } from "../types/doc.ts";
import type { IterativeChange, OutputClass } from "../types/migrations.ts";
import {
  checkOperationOptions,
  type FreeFallOperation,
  freeFallOperation,
  type IterativeOperation,
  iterativeOperation,
} from "./operation.ts";

/** Options of {@link iterative}. */
export interface IterativeOptions<From extends Doc, To extends Doc, I> {
  /** The model of what is stored. */
  readonly from: Class<From>;
  /** The model of what it becomes; in the same collection. */
  readonly to: OutputClass<To, I>;
  /** How many documents are read, changed and written at a time, and how many are held in memory. Default 10 000. */
  readonly batchSize?: number;
  /** Further models that the function uses. */
  readonly documentModels?: readonly Class<Doc>[];
}

/** Options of {@link freeFall}. */
export interface FreeFallOptions {
  /** Models that the function uses: they are bound while it runs, and their indexes are there. */
  readonly documentModels?: readonly Class<Doc>[];
}

/**
 * Rewrites every document of a collection: `change` is called with each of them, read as `from`, and assigns to its second argument what
 * differs. That is merged over what the document holds, validated as `to`, and stored in its place. What `to` does not declare is not stored any
 * more; assigning `undefined` leaves a field out.
 *
 * Documents are read in the order of `_id`, batch by batch, and batches run one after another.
 *
 * @throws {InvalidArgument} for models that are none or lie in different collections, and for options that there are not
 * @example
 * ```ts
 * class Old extends Document({ name: z.string() }) {
 *   static settings = { name: "notes" } satisfies Settings;
 * }
 * class New extends Document({ title: z.string() }) {
 *   static settings = { name: "notes" } satisfies Settings;
 * }
 * export const forward = [iterative({ from: Old, to: New }, (input, output) => {
 *   output.title = input.name;
 * })];
 * ```
 */
export function iterative<From extends Doc, To extends Doc, I>(
  options: IterativeOptions<From, To, I>,
  change: IterativeChange<From, I>,
): IterativeOperation {
  const call = "iterative(...)";
  checkOperationOptions(call, options, ["from", "to", "batchSize", "documentModels"]);
  const { from, to, batchSize, documentModels: models } = options;
  return iterativeOperation(call, { from, to, batchSize, models }, change);
}

/**
 * Runs free code in the step's transaction: every call inside joins it, whether or not it is given the session.
 *
 * @param work may run again, when the transaction has to be repeated
 * @throws {InvalidArgument} for models that are none, and for options that there are not
 * @example
 * ```ts
 * export const forward = [freeFall(async () => {
 *   for await (const note of Old.find()) await new New({ title: note.name }).insert();
 * }, { documentModels: [Old, New] })];
 * ```
 */
export function freeFall(work: (session: Session) => unknown, options: FreeFallOptions = {}): FreeFallOperation {
  const call = "freeFall(...)";
  checkOperationOptions(call, options, ["documentModels"]);
  return freeFallOperation(call, options.documentModels, work);
}
