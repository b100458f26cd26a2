import { compileCriterion } from "../expression/criterion.ts";
import { fieldsOf } from "../expression/field-expression.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { IndexOptions } from "../types/settings.ts";
import { invalidIndex, storedPath } from "./index-key.ts";

type Options = Omit<IndexOptions, "direction" | "name">;

/** What the value of each option has to be. */
const EXPECTED: Readonly<Record<keyof Options, "boolean" | "number" | "string" | "object">> = {
  unique: "boolean",
  sparse: "boolean",
  hidden: "boolean",
  expireAfterSeconds: "number",
  partialFilterExpression: "object",
  collation: "object",
  weights: "object",
  default_language: "string",
  language_override: "string",
  textIndexVersion: "number",
  "2dsphereIndexVersion": "number",
  bits: "number",
  min: "number",
  max: "number",
  wildcardProjection: "object",
  storageEngine: "object",
};

/**
 * Options of an index as the server takes them, names of the model become stored names.
 *
 * @throws {InvalidArgument} for options that there are not, and values that one can not have
 */
export function storedOptions(model: ModelRuntime, options: Readonly<Record<string, unknown>>): Options {
  const stored: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const expected = EXPECTED[name as keyof Options];
    if (expected === undefined) {
      throw invalidIndex(model, `there is no option "${name}". There are: name, ${Object.keys(EXPECTED).join(", ")}`);
    }
    if (typeof value !== expected || value === null || Array.isArray(value)) {
      throw invalidIndex(model, `the option "${name}" takes ${expected === "object" ? "an object" : `a ${expected}`}`);
    }
    stored[name] = storedOption(model, name, value);
  }
  return stored;
}

function storedOption(model: ModelRuntime, name: string, value: unknown): unknown {
  switch (name) {
    case "partialFilterExpression":
      return compileCriterion(model, value, () => fieldsOf(model));
    case "weights":
    case "wildcardProjection":
      return Object.fromEntries(
        Object.entries(value as object).map(([path, one]) => [storedPath(model, path), one]),
      );
    default:
      return value;
  }
}
