import { checkSession, checkSignal } from "../client/call-options.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type {
  IndexCallOptions,
  IndexChangeOptions,
  IndexCreateOptions,
  IndexDescription,
  IndexDiff,
  Indexes,
  IndexSyncOptions,
} from "../types/indexes.ts";
import { differenceOf, dropIndex, synchroniseIndexes } from "./change-indexes.ts";
import { existingIndexes, ID_INDEX } from "./existing-indexes.ts";

/** The indexes of a model's collection: what `Product.indexes` gives. */
export class ModelIndexes implements Indexes {
  readonly #model: ModelRuntime;

  constructor(model: ModelRuntime) {
    this.#model = model;
  }

  async diff(options: IndexCallOptions = {}): Promise<IndexDiff> {
    checkOptions(this.#model.name, "diff", options, []);
    return await differenceOf(this.#model, this.#model.binding(), options);
  }

  async create(options: IndexCreateOptions = {}): Promise<string[]> {
    checkOptions(this.#model.name, "create", options, ["writeConcern", "commitQuorum"]);
    const { create } = await synchroniseIndexes(this.#model, this.#model.binding(), options);
    return create.map(({ name }) => name);
  }

  async sync(options: IndexSyncOptions = {}): Promise<IndexDiff> {
    checkOptions(this.#model.name, "sync", options, ["drop", "writeConcern", "commitQuorum"]);
    return await synchroniseIndexes(this.#model, this.#model.binding(), options);
  }

  async list(options: IndexCallOptions = {}): Promise<IndexDescription[]> {
    checkOptions(this.#model.name, "list", options, []);
    return await existingIndexes(this.#model.binding(), this.#model.name, options);
  }

  async drop(name: string, options: IndexChangeOptions = {}): Promise<void> {
    const model = this.#model.name;
    checkOptions(model, "drop", options, ["writeConcern"]);
    if (typeof name !== "string" || name === "" || name === "*" || name === ID_INDEX) {
      throw new InvalidArgument(
        `${model}.indexes.drop(...) takes the name of one index, but not "${ID_INDEX}", which a collection can not lose. ` +
          `${model}.indexes.sync({ drop: true }) drops all that are not declared.`,
        { code: "argument.index", model },
      );
    }
    await dropIndex(this.#model, this.#model.binding(), name, options);
  }
}

function checkOptions(model: string, call: string, options: IndexSyncOptions, more: readonly string[]): void {
  const names = ["session", "signal", "timeoutMS", "comment", ...more];
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgument(
      `${model}.indexes.${call}(): "${unknown}" is no option. There are: ${names.join(", ")}.`,
      { code: "argument.options", path: unknown, model },
    );
  }
  checkSession(options.session);
  checkSignal(options.signal);
  if (options.drop !== undefined && typeof options.drop !== "boolean") {
    throw new InvalidArgument(`${model}.indexes.sync(): the option "drop" is true or false.`, {
      code: "argument.options",
      path: "drop",
      model,
    });
  }
}
