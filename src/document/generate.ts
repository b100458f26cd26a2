import { modelOf } from "../schema/model.ts";
import { generate, preferredTwin } from "../transfer/code-generation.ts";
import { construct } from "./construct.ts";
import { pending } from "./pending.ts";

/** A class whose constructor takes a model's input. */
export type BaseClass = new (input?: unknown) => object;

/**
 * Makes the base class of one model. Its constructor fills in the data, validated input or a stored document, before the field
 * initialisers of subclasses run. Every model gets a constructor of its own code: with one that is shared, the engines see objects
 * of all models in one place and instances take twice as long to make (measured).
 */
export function generateBase(core: BaseClass): BaseClass {
  if (preferredTwin() === "interpreted") return plainBase(core);
  return generate<BaseClass>({ core, pending, construct, modelOf }, SOURCE);
}

const SOURCE = `return class extends core {
  constructor(input) {
    super();
    if (pending.target === new.target) {
      pending.target = undefined;
      pending.instance = this;
      pending.fill(this, pending.frame, "");
    } else construct(this, input, modelOf(new.target));
  }
}`;

/** The same where code generation is forbidden. */
export function plainBase(core: BaseClass): BaseClass {
  return class extends core {
    constructor(input?: unknown) {
      super();
      if (pending.target === new.target) {
        pending.target = undefined;
        pending.instance = this;
        pending.fill(this, pending.frame, "");
      } else construct(this, input, modelOf(new.target));
    }
  };
}
