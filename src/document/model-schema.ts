import { ValidationError } from "../errors/validation-error.ts";
import { jsonSchemaOf } from "../schema/json-schema.ts";
import { type ModelClassLike, modelOf } from "../schema/model.ts";
import type { JsonSchemaOptions, ModelSchema, ModelSchemaResult } from "../types/json.ts";
import { fromJson } from "./from-json.ts";

/** Codes of errors that tell about the model and not about the value that was given. */
const FAULTS_OF_THE_MODEL: ReadonlySet<string> = new Set(["validation.asynchronous"]);

/** A model by its Standard Schema interface (https://standardschema.dev), with its JSON Schemas. */
export function modelSchema(model: ModelClassLike): ModelSchema<unknown, object> {
  return {
    "~standard": {
      version: 1,
      vendor: "haricot",
      validate: (value) => validate(model, value),
      jsonSchema: {
        // A version that there is not is refused there.
        input: ({ target }) => jsonSchemaOf(modelOf(model), { io: "input", target } as JsonSchemaOptions),
        output: ({ target }) => jsonSchemaOf(modelOf(model), { io: "output", target } as JsonSchemaOptions),
      },
    },
  };
}

function validate(model: ModelClassLike, value: unknown): ModelSchemaResult<object> {
  try {
    return { value: fromJson(model, value) };
  } catch (error) {
    if (!(error instanceof ValidationError) || FAULTS_OF_THE_MODEL.has(error.code)) throw error;
    if (error.issues.length === 0) return { issues: [{ message: error.message, path: [] }] };
    return { issues: error.issues.map(({ message, path }) => ({ message, path })) };
  }
}
