import { InvalidArgument } from "../errors/invalid-argument.ts";
import { registrationsOf } from "./decorators.ts";
import { type ActionDirection, After, Before, type Event } from "./event.ts";
import { invalid, Registration } from "./registration.ts";

type Slot = `${ActionDirection} ${Event}`;

/** The actions of one class, in the order in which they run. */
export class Actions {
  readonly #model: string;
  readonly #names: readonly PropertyKey[];
  readonly #slots: ReadonlyMap<Slot, readonly PropertyKey[]>;

  /**
   * @param names of all actions, also of those that the class has turned off
   * @param slots which of them run when
   */
  constructor(model: string, names: readonly PropertyKey[], slots: ReadonlyMap<Slot, readonly PropertyKey[]>) {
    this.#model = model;
    this.#names = names;
    this.#slots = slots;
  }

  /** Whether something runs then. */
  has(direction: ActionDirection, event: Event): boolean {
    return this.#slots.has(`${direction} ${event}`);
  }

  /** Those of the names in `skipActions` that mean something here. */
  among(skipped: readonly unknown[]): readonly unknown[] {
    return skipped.filter((name) => isDirection(name) || this.#names.includes(name as string));
  }

  /** Runs them one after another. Those that are not asynchronous cost no turn of the event loop: there may be many documents. */
  async run(document: object, direction: ActionDirection, event: Event): Promise<void> {
    const methods = document as Record<PropertyKey, () => unknown>;
    for (const name of this.#slots.get(`${direction} ${event}`) ?? []) {
      const running = methods[name]!();
      if (typeof running === "object" && running !== null && "then" in running) await running;
    }
  }

  /**
   * What remains of them with the option `skipActions`.
   *
   * @throws {InvalidArgument} for a name that no action has: it would run, contrary to what was meant
   */
  without(skipped: readonly unknown[]): Actions {
    const names = this.#names;
    const unknown = skipped.find((name) => !isDirection(name) && !names.includes(name as string));
    if (unknown !== undefined) throw noAction(this.#model, unknown, names);
    const remaining = new Map<Slot, readonly PropertyKey[]>();
    for (const [slot, all] of this.#slots) {
      const kept = skipped.includes(slot.split(" ")[0]) ? [] : all.filter((name) => !skipped.includes(name));
      if (kept.length > 0) remaining.set(slot, kept);
    }
    return new Actions(this.#model, names, remaining);
  }
}

const known = new WeakMap<object, Actions | null>();

/**
 * The actions of a document's class that run when some are skipped; undefined when there are none.
 *
 * @param skipped value of the option `skipActions`
 * @throws {InvalidArgument} when it is no list, or names an action that there is not
 */
// deno-lint-ignore ban-types -- a class of any constructor signature
export function actionsOf(model: Function, skipped?: unknown): Actions | undefined {
  let actions = known.get(model);
  if (actions === undefined) known.set(model, actions = collect(model) ?? null);
  if (skipped === undefined) return actions ?? undefined;
  if (!Array.isArray(skipped)) {
    throw new InvalidArgument(`${model.name}: skipActions is a list of Before, After and names of actions.`, {
      code: "argument.options",
      path: "skipActions",
    });
  }
  return (actions ?? none(model)).without(skipped);
}

/** The value of `skipActions` for a document that is written along with one of another class, which may have other actions. */
// deno-lint-ignore ban-types -- see above
export function skippedBy(model: Function, skipped: readonly string[] | undefined): readonly string[] | undefined {
  return skipped === undefined ? undefined : (actionsOf(model) ?? none(model)).among(skipped) as readonly string[];
}

// deno-lint-ignore ban-types -- see above
function none(model: Function): Actions {
  return new Actions(model.name, [], new Map());
}

function isDirection(name: unknown): boolean {
  return name === Before || name === After;
}

function noAction(model: string, name: unknown, names: readonly PropertyKey[]): InvalidArgument {
  return new InvalidArgument(
    `${model}: skipActions names ${JSON.stringify(name)}, which is no action of this model. There are: ${
      ["Before", "After", ...names].map(String).join(", ")
    }.`,
    { code: "argument.options", path: "skipActions" },
  );
}

/** Parents first, then the order of declaration; a method that a subclass declares again keeps its place. */
// deno-lint-ignore ban-types -- see above
function collect(model: Function): Actions | undefined {
  const methods = new Map<PropertyKey, readonly Registration[]>();
  for (const at of chain(model)) {
    for (const name of Reflect.ownKeys(at.prototype)) {
      const found = registrationsOf(Object.getOwnPropertyDescriptor(at.prototype, name)?.value);
      if (found !== undefined) methods.set(name, found);
    }
    for (const [name, found] of declared(at)) methods.set(name, found);
  }
  const slots = new Map<Slot, PropertyKey[]>();
  for (const [name, registrations] of methods) {
    for (const { direction, events } of registrations) {
      for (const event of events) {
        const slot: Slot = `${direction} ${event}`;
        const list = slots.get(slot) ?? [];
        if (!list.includes(name)) list.push(name);
        slots.set(slot, list);
      }
    }
  }
  return methods.size === 0 ? undefined : new Actions(model.name, [...methods.keys()], slots);
}

/** What `static events` of a class says. */
// deno-lint-ignore ban-types -- see above
function declared(at: Function): [string, readonly Registration[]][] {
  const events = Object.getOwnPropertyDescriptor(at, "events")?.value as unknown;
  if (typeof events !== "object" || events === null) return [];
  return Object.entries(events).map(([name, given]) => {
    const list: unknown[] = Array.isArray(given) ? given : [given];
    if (!list.every((entry) => entry instanceof Registration)) {
      throw invalid(
        `${at.name}: events.${name} says when a method runs: before(Insert), or [before(Insert), after(Delete)].`,
      );
    }
    if (typeof at.prototype[name] !== "function") {
      throw invalid(`${at.name}: events.${name} names a method that the class does not have.`);
    }
    return [name, list as Registration[]];
  });
}

// deno-lint-ignore ban-types -- see above
function chain(model: Function): Function[] {
  // deno-lint-ignore ban-types -- see above
  const classes: Function[] = [];
  for (let at: unknown = model; typeof at === "function" && at !== Function.prototype; at = Object.getPrototypeOf(at)) {
    classes.unshift(at);
  }
  return classes;
}
