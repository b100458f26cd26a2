import { HaricotError } from "./haricot-error.ts";

/** A model was used before `init` bound it to a database. Code `model.not_initialized`. */
export class CollectionWasNotInitialized extends HaricotError {
  /** Name of the model. */
  readonly model: string;

  /**
   * Used by Haricot; programs catch it.
   *
   * @param parent a class above that is bound, while the model itself is not
   */
  constructor(model: string, parent?: string) {
    super(
      "model.not_initialized",
      parent !== undefined
        ? `${model} extends ${parent}, which is bound to a database, but ${model} itself is not: it has no collection until it is named as well. ` +
          `Call \`await init({ uri, documentModels: [${parent}, ${model}] })\`.`
        : `${model} is not bound to a database yet. Call \`await init({ uri, documentModels: [${model}] })\` before its first query; nothing is queued until then.`,
    );
    this.model = model;
  }
}
