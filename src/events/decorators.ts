import type { EventDecorator } from "../types/events.ts";
import { NotSupported } from "../errors/not-supported.ts";
import { After, Before, type Event } from "./event.ts";
import { invalid, register, type Registration } from "./registration.ts";

/** `Symbol.metadata` is not there in every runtime, so the methods themselves are the keys. */
const decorated = new WeakMap<object, Registration[]>();

/**
 * Makes a method run before events of its document: `@beforeEvent(Insert, Replace) touch() { ... }`. It takes no argument and may be
 * asynchronous; when it throws, nothing is written. What it changes in an inserted, replaced or saved document is stored, and with an update too.
 *
 * Actions run parents first, then in the order of declaration, one after another. A subclass that overrides the method gets its own version
 * run in the same place. With other decorators on the method, this one comes first (outermost).
 *
 * @param events constants such as {@link Insert}, or lists of them
 * @throws {NotSupported} with `experimentalDecorators`, whose decorators are called in another way
 * @example
 * ```ts
 * class Product extends Document({ name: z.string(), changedAt: z.date().optional() }) {
 *   @beforeEvent(Insert, Replace, Save, Update)
 *   touch() {
 *     this.changedAt = new Date();
 *   }
 * }
 * ```
 */
export function beforeEvent(...events: (Event | readonly Event[])[]): EventDecorator {
  return decorator("@beforeEvent", register("beforeEvent", Before, events));
}

/**
 * Makes a method run after events of its document: `@afterEvent(Delete) async log() { ... }`. The write is done by then, and the snapshot of
 * state management taken: what the method changes counts as a change since. When it throws, the call rejects, but the write stands.
 *
 * @param events constants such as {@link Delete}, or lists of them
 * @throws {NotSupported} with `experimentalDecorators`
 */
export function afterEvent(...events: (Event | readonly Event[])[]): EventDecorator {
  return decorator("@afterEvent", register("afterEvent", After, events));
}

function decorator(call: string, registration: Registration): EventDecorator {
  return ((method: unknown, context: unknown) => {
    if (typeof method !== "function" || typeof context !== "object" || context === null) throw legacy(call);
    const { kind, static: isStatic, private: isPrivate, name } = context as ClassMethodDecoratorContext;
    if (kind !== "method" || isStatic || isPrivate) {
      throw invalid(
        `${call}: ${String(name)} is no action. Actions are methods of documents, neither static nor private.`,
      );
    }
    decorated.set(method, [...decorated.get(method) ?? [], registration]);
  }) as EventDecorator;
}

/** The registrations of a decorated method. */
export function registrationsOf(method: unknown): readonly Registration[] | undefined {
  return typeof method === "function" ? decorated.get(method) : undefined;
}

function legacy(call: string): NotSupported {
  return new NotSupported(
    `${call} is a standard (TC39) decorator, but this code was compiled with legacy ones. Remove "experimentalDecorators" from tsconfig.json, or declare ` +
      "the actions without decorators: static events = { touch: before(Insert) }.",
  );
}
