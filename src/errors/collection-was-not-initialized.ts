import { HaricotError } from "./haricot-error.ts";

/** A model was used before `init` bound it to a database. Code `model.not_initialized`. */
export class CollectionWasNotInitialized extends HaricotError {
  readonly model: string;

  constructor(model: string) {
    super(
      "model.not_initialized",
      `${model} is not bound to a database yet. Call \`await init({ uri, documentModels: [${model}] })\` before its first query; nothing is queued until then.`,
    );
    this.model = model;
  }
}
