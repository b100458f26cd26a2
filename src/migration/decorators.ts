import type { Session } from "../client/session.ts";
import { NotSupported } from "../errors/not-supported.ts";
import type { Class, Doc } from "../types/doc.ts";
import type { IterativeChange, OutputClass } from "../types/migrations.ts";
import type { FreeFallOptions, IterativeOptions } from "./declarations.ts";
import {
  checkOperationOptions,
  freeFallOperation,
  invalid,
  iterativeOperation,
  type MigrationOperation,
} from "./operation.ts";

/** Options of {@link iterativeMigration}. */
export interface IterativeMigrationOptions<From extends Doc, To extends Doc, I>
  extends Omit<IterativeOptions<From, To, I>, "from" | "to"> {
  /** The model of what is stored. */
  readonly input: Class<From>;
  /** The model of what it becomes; in the same collection. */
  readonly output: OutputClass<To, I>;
}

/** A decorator for methods of this type. */
export type MigrationDecorator<F> = (
  method: F,
  context: ClassMethodDecoratorContext & { readonly private: false; readonly static: false },
) => void;

type Make = (method: unknown) => MigrationOperation;

/** `Symbol.metadata` is not there in every runtime, so the methods themselves are the keys. */
const decorated = new WeakMap<object, Make>();

/**
 * Makes a method of the classes `Forward` and `Backward` an iterative migration, as `iterative(...)` does without classes. The methods of a
 * class run in the alphabetical order of their names.
 *
 * @throws {NotSupported} with `experimentalDecorators`, whose decorators are called in another way
 * @example
 * ```ts
 * export class Forward {
 *   @iterativeMigration({ input: OldNote, output: Note })
 *   nameToTitle(input: OldNote, output: Output<typeof Note>) {
 *     output.title = input.name;
 *   }
 * }
 * ```
 */
export function iterativeMigration<From extends Doc, To extends Doc, I>(
  options: IterativeMigrationOptions<From, To, I>,
): MigrationDecorator<IterativeChange<From, I>> {
  const call = "@iterativeMigration";
  checkOperationOptions(call, options, ["input", "output", "batchSize", "documentModels"]);
  const { input: from, output: to, batchSize, documentModels: models } = options;
  return decorator(call, (method) => iterativeOperation(call, { from, to, batchSize, models }, method));
}

/**
 * Makes a method of the classes `Forward` and `Backward` a free-fall migration, as `freeFall(...)` does without classes.
 *
 * @throws {NotSupported} with `experimentalDecorators`
 */
export function freeFallMigration(options: FreeFallOptions = {}): MigrationDecorator<(session: Session) => unknown> {
  const call = "@freeFallMigration";
  checkOperationOptions(call, options, ["documentModels"]);
  return decorator(call, (method) => freeFallOperation(call, options.documentModels, method));
}

/** The operations of a class: its decorated methods, in the order of their names, called on one instance. */
export function operationsOfClass(of: new () => object): { name: string; operation: MigrationOperation }[] {
  const names = new Set<string>();
  for (let at = of.prototype; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) if (name !== "constructor") names.add(name);
  }
  const instance = new of() as Record<string, unknown>;
  return [...names].sort().flatMap((name) => {
    const method = instance[name];
    const make = typeof method === "function" ? decorated.get(method) : undefined;
    return make === undefined ? [] : [{ name, operation: make((method as () => unknown).bind(instance)) }];
  });
}

function decorator<F>(call: string, make: Make): MigrationDecorator<F> {
  return ((method: unknown, context: unknown) => {
    if (typeof method !== "function" || typeof context !== "object" || context === null) throw legacy(call);
    const { kind, static: isStatic, private: isPrivate, name } = context as ClassMethodDecoratorContext;
    if (kind !== "method" || isStatic || isPrivate) {
      throw invalid(
        call,
        `${String(name)} is neither static nor private, but a method of the class Forward or Backward`,
      );
    }
    decorated.set(method, make);
  }) as MigrationDecorator<F>;
}

function legacy(call: string): NotSupported {
  return new NotSupported(
    `${call} is a standard (TC39) decorator, but this code was compiled with legacy ones. Remove "experimentalDecorators" from tsconfig.json, or export ` +
      "lists: export const forward = [iterative({ from, to }, ...)].",
  );
}
