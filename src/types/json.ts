import type { Binary } from "../values/binary.ts";
import type { ObjectIdLike } from "../values/object-id.ts";
import type { Timestamp } from "../values/timestamp.ts";
import type { Leaf } from "./scalars.ts";

/** An input as JSON may bring it: an id also as its hexadecimal digits, a date as ISO 8601, bytes as base64, a bigint as text. */
export type JsonInput<T> = 0 extends 1 & T ? T
  : T extends ObjectIdLike ? T | string
  : T extends Date ? T | string
  : T extends bigint ? T | number | string
  : T extends Uint8Array | ArrayBuffer | Binary ? T | string
  : T extends Timestamp ? T | { $timestamp: { t: number; i: number } }
  : T extends Leaf ? T
  : T extends object ? { [K in keyof T]: JsonInput<T[K]> }
  : T;

/** What {@link ModelSchema} answers: the instance, or everything that is wrong with the value. */
export type ModelSchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path: readonly PropertyKey[] }[] };

/** A JSON Schema, as plain data. */
export type JsonSchema = Record<string, unknown>;

/** Options of a model's `jsonSchema()`. */
export interface JsonSchemaOptions {
  /** `"output"` (default): what `toJSON()` writes. `"input"`: what `fromJSON()` and `schema()` take. */
  io?: "input" | "output";
  /** Version of JSON Schema (default `"draft-2020-12"`); `"openapi-3.0"` for documents of OpenAPI 3.0. */
  target?: "draft-2020-12" | "draft-07" | "openapi-3.0";
}

/** Makes a JSON Schema of one side of a model; throws for a version that it does not know. */
export type JsonSchemaOfSide = (options: { readonly target: string }) => JsonSchema;

/**
 * A model for everything that takes a Standard Schema (https://standardschema.dev), such as validators of web frameworks: it validates
 * what JSON held and gives an instance.
 */
export interface ModelSchema<Input, Output> {
  /** What the interface of Standard Schema asks for. */
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "haricot";
    readonly validate: (value: unknown) => ModelSchemaResult<Output>;
    /** For the compiler only. */
    readonly types?: { readonly input: Input; readonly output: Output };
    /** The model's JSON Schemas, for tools that write API documentation. */
    readonly jsonSchema: { readonly input: JsonSchemaOfSide; readonly output: JsonSchemaOfSide };
  };
}
