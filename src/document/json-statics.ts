import { jsonSchemaOf } from "../schema/json-schema.ts";
import { type ModelClassLike, modelOf } from "../schema/model.ts";
import type { JsonSchema, JsonSchemaOptions, ModelSchema } from "../types/json.ts";
import { fromJson } from "./from-json.ts";
import { modelSchema } from "./model-schema.ts";

/** What classes of documents and of projections can do about JSON; `JsonStatics` in `src/types/classes.ts` says it in types. */
class JsonStatics {
  static fromJSON(this: ModelClassLike, json: unknown): object {
    return fromJson(this, json);
  }

  static schema(this: ModelClassLike): ModelSchema<unknown, object> {
    return modelSchema(this);
  }

  static jsonSchema(this: ModelClassLike, options: JsonSchemaOptions = {}): JsonSchema {
    return jsonSchemaOf(modelOf(this), options);
  }
}

const { length: _length, name: _name, prototype: _prototype, ...members } = Object.getOwnPropertyDescriptors(
  JsonStatics,
);

/** The static members of document and projection classes that are about JSON. */
export const jsonStatics: PropertyDescriptorMap = members;
