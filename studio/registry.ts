import { linkPlaces } from "../src/relations/link-places.ts";
import { type ModelClassLike, modelOf, type ModelRuntime } from "../src/schema/model.ts";
import { Refusal } from "./refusal.ts";

/** A model whose documents lead to another one's. */
export interface Incoming {
  readonly model: ModelRuntime;
  /** Its field, in names of the model. */
  readonly path: string;
}

/** The models that the studio shows, by name. */
export class Registry {
  readonly #models: ReadonlyMap<string, ModelRuntime>;

  constructor(classes: readonly ModelClassLike[]) {
    const models = new Map<string, ModelRuntime>();
    for (const model of classes.map(modelOf)) models.set(freeName(model.name, models), model);
    this.#models = models;
  }

  get all(): readonly (readonly [name: string, model: ModelRuntime])[] {
    return [...this.#models];
  }

  /** @throws {Refusal} when there is no such model */
  model(name: string): ModelRuntime {
    const found = this.#models.get(name);
    if (found !== undefined) return found;
    throw new Refusal("missing", `There is no model ${JSON.stringify(name)} among those that the studio was given.`);
  }

  nameOf(model: ModelRuntime): string | undefined {
    return this.all.find(([, one]) => one === model.origin)?.[0];
  }

  /** Which of the models a stored document is of: in trees and unions a stored field says it. Undefined: of none of them. */
  owner(model: ModelRuntime, stored: Readonly<Record<string, unknown>>): ModelRuntime | undefined {
    const { family } = model;
    if (family === undefined) return model;
    const value = stored[family.classId];
    return model.withDescendants().find((member) => member.membership?.value === value && !member.isUnion);
  }

  /** The links that lead to documents of a model, of other models and of itself. */
  incoming(target: ModelRuntime): Incoming[] {
    return this.all.flatMap(([, model]) =>
      model.isUnion ? [] : linkPlaces(model)
        .filter(({ link }) => link.direction === "forward" && leadsTo(modelOf(link.target()), target))
        .map(({ path }) => ({ model, path }))
    );
  }
}

/** A link to a class means documents of its children as well. */
function leadsTo(linked: ModelRuntime, target: ModelRuntime): boolean {
  return linked === target || target.documentClass.prototype instanceof linked.documentClass ||
    (linked.isUnion && linked.family === target.family);
}

/** Modules may export different classes of one name. */
function freeName(name: string, taken: ReadonlyMap<string, unknown>): string {
  for (let n = 1;; n++) {
    const candidate = n === 1 ? name : `${name} (${n})`;
    if (!taken.has(candidate)) return candidate;
  }
}
