import { InvalidArgument } from "../errors/invalid-argument.ts";
import { resolveChange, type ResolvedChange, resolveOperator, resolveSetting } from "../expression/compile-changes.ts";
import { mergeChanges, type SentUpdate } from "../expression/merge-changes.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { isPlainObject } from "../expression/plain-object.ts";

/** The changes of an update query, or its pipeline. Immutable. */
export class UpdatePlan {
  readonly #model: ModelRuntime;
  readonly #changes: readonly ResolvedChange[];
  readonly #pipeline: readonly object[] | undefined;

  constructor(model: ModelRuntime, changes: readonly ResolvedChange[] = [], pipeline?: readonly object[]) {
    this.#model = model;
    this.#changes = changes;
    this.#pipeline = pipeline;
  }

  /** Adds what `set(...)` was given. */
  set(changes: readonly unknown[]): UpdatePlan {
    return this.#add(changes.flatMap((change) => resolveSetting(this.#model, change)));
  }

  /** Adds one operator for some fields: what `inc({...})` and the like were given. */
  operator(operator: string, fields: unknown): UpdatePlan {
    if (!isPlainObject(fields)) {
      throw new InvalidArgument(`${this.#model.name}: ${operator.slice(1)} takes an object of fields.`, {
        code: "argument.change",
      });
    }
    return this.#add(resolveOperator(this.#model, operator, fields));
  }

  /** Adds what `unset(...)` was given. */
  unset(names: readonly string[]): UpdatePlan {
    return this.operator("$unset", Object.fromEntries(names.map((name) => [name, true])));
  }

  /** Adds what `update(...)` was given: changes, or one pipeline. */
  update(changes: readonly unknown[]): UpdatePlan {
    const pipeline = changes.find((change) => Array.isArray(change)) as readonly object[] | undefined;
    if (pipeline === undefined) return this.#add(changes.flatMap((change) => resolveChange(this.#model, change)));
    if (changes.length > 1 || this.#changes.length > 0 || this.#pipeline !== undefined) throw this.#mixed();
    if (pipeline.length === 0 || !pipeline.every(isPlainObject)) {
      throw new InvalidArgument(
        `${this.#model.name}: an update pipeline is a list of at least one stage, such as [{ $set: { total: { $add: ["$a", "$b"] } } }].`,
        { code: "argument.change" },
      );
    }
    return new UpdatePlan(this.#model, [], pipeline);
  }

  /** The update as it is sent. */
  compile(): SentUpdate {
    if (this.#pipeline !== undefined) return this.#pipeline as Record<string, unknown>[];
    if (this.#changes.length === 0) {
      throw new InvalidArgument(
        `${this.#model.name}: the update changes nothing: call set, inc, update or the like with at least one field.`,
        {
          code: "argument.change",
        },
      );
    }
    return mergeChanges(this.#model.name, this.#changes);
  }

  #add(changes: readonly ResolvedChange[]): UpdatePlan {
    if (this.#pipeline !== undefined) throw this.#mixed();
    return new UpdatePlan(this.#model, [...this.#changes, ...changes]);
  }

  #mixed(): InvalidArgument {
    return new InvalidArgument(
      `${this.#model.name}: an update is either one pipeline or changes, not both. Add a stage to the pipeline instead.`,
      {
        code: "argument.change",
      },
    );
  }
}
