import type { ForwardLink } from "../../schema/link-definition.ts";
import { TestingError } from "../../errors/testing-error.ts";
import type { AnySchema } from "../../schema/zod.ts";
import type { Source } from "./source.ts";

/** What becomes of optional fields. */
export type OptionalFields = "some" | "none" | "all";

/** What the values of one document are made with. */
export interface Generation {
  readonly source: Source;
  /** Name of the model, for messages. */
  readonly model: string;
  readonly optional: OptionalFields;
  /** Schemas that are being made, as often as they contain themselves. */
  readonly open: Map<AnySchema, number>;
  /** Makes the document that a link leads to. */
  link(link: ForwardLink, path: string): unknown;
}

/** A schema contains itself, and it is time to come to an end: whoever can do without the value does. */
export class TooDeep extends Error {}

/** @param why what is in the way, after the name of the field */
export function notGenerated({ model }: Generation, path: string, why: string, cause?: unknown): TestingError {
  const name = /^[^.]*/.exec(path)![0];
  const message = path === ""
    ? `The factory can not make a ${model}: ${why}. Give the fields that stand in the way, as in build({ ... }).`
    : `The factory can not make a value for ${model}.${path}: ${why}. Give one: build({ ${name}: ... }), or for all documents ` +
      `factory(${model}, { values: { ${name}: ... } }).`;
  return new TestingError(
    "testing.not_generated",
    message,
    { model, path, cause },
  );
}

/** Path of something inside. */
export function below(path: string, key: string | number): string {
  return path === "" ? String(key) : `${path}.${key}`;
}
