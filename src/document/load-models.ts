import { isModel, type ModelClassLike, modelOf } from "../schema/model.ts";
import { invalidInit } from "./init-options.ts";
import { originOf } from "./using.ts";

/**
 * The classes behind `documentModels`: classes, and functions that give a class, a list of them, or a module, also as a promise.
 *
 * @throws {InvalidArgument} for anything else; names of classes as text are not looked up
 */
export async function loadModels(sources: unknown): Promise<ModelClassLike[]> {
  if (!Array.isArray(sources)) throw invalidInit("documentModels is a list of classes");
  const found = new Set<ModelClassLike>();
  const loaded = await Promise.all(sources.map((source, index) => load(source, `documentModels[${index}]`)));
  for (const model of loaded.flat()) found.add(model);
  const projection = [...found].find((model) => !hasPlace(model));
  if (projection !== undefined) {
    throw invalidInit(
      `${
        projection.name === "" ? "an anonymous class" : projection.name
      } is a projection made by Model(...): it has no collection and is not bound`,
    );
  }
  const elsewhere = [...found].find((model) => originOf(model) !== model);
  if (elsewhere !== undefined) {
    const { name } = elsewhere;
    throw invalidInit(`${name}.using(...) is bound already, to the database that it was made for: give ${name} itself`);
  }
  return [...found];
}

async function load(source: unknown, place: string): Promise<ModelClassLike[]> {
  if (isModel(source)) return [source];
  if (typeof source === "string") {
    throw invalidInit(`${place} is text: give the class itself, or a function such as () => import("./product.ts")`);
  }
  if (typeof source !== "function") throw invalidInit(`${place} is no class made by Document(...) or View(...)`);
  if (/^class\b/.test(Function.prototype.toString.call(source))) {
    throw invalidInit(`${place}, the class ${source.name}, does not extend Document({ ... }) or View({ ... })`);
  }
  const given: unknown = await source();
  const candidates = isModel(given) ? [given] : Array.isArray(given) ? given : Object.values(given ?? {});
  const models = candidates.filter(isModel).filter(hasPlace);
  if (models.length === 0) throw invalidInit(`${place} gave no class made by Document(...) or View(...)`);
  return models;
}

/** Projections have no place in a database. */
function hasPlace(model: ModelClassLike): boolean {
  const { isStored, isView } = modelOf(model);
  return isStored || isView;
}
