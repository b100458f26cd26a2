import { type ModelClassLike, modelOf } from "../schema/model.ts";
import { parseInput } from "../schema/run.ts";
import { constructValid, withId } from "./construct.ts";

/**
 * Makes an instance of what JSON held: the constructor's input, with dates, ids, bytes, bigints and decimals as `toJSON()` writes them.
 *
 * @throws {ValidationError} with the schema library's issues
 */
export function fromJson(model: ModelClassLike, json: unknown): object {
  const runtime = modelOf(model);
  const values = parseInput(runtime.jsonInput, withId(json), runtime.name);
  return constructValid(model as unknown as new (input: unknown) => object, values);
}
