import { z } from "zod";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { type AnySchema, isZod } from "./zod.ts";

interface StandardSchema {
  readonly "~standard": {
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult | Promise<StandardResult>;
  };
}
interface StandardResult {
  readonly value?: unknown;
  readonly issues?: readonly {
    readonly message: string;
    readonly path?: readonly (PropertyKey | { key: PropertyKey })[];
  }[];
}

const foreign = new WeakMap<AnySchema, StandardSchema>();

function isStandard(value: unknown): value is StandardSchema {
  return (typeof value === "object" || typeof value === "function") && value !== null && "~standard" in value;
}

/**
 * A field of a shape as a Zod schema. Schemas of other libraries are wrapped by their Standard Schema interface
 * (https://standardschema.dev): they are transferred as tagged values of any kind and validated by their own library.
 *
 * @throws {InvalidArgument} when the value is no schema
 */
export function asZod(value: unknown, name: string): AnySchema {
  if (isZod(value)) return value;
  if (!isStandard(value)) {
    throw new InvalidArgument(
      `Field "${name}" is ${
        value === null ? "null" : typeof value
      } and not a schema. Write a Zod 4 schema, for example ` +
        `\`${name}: z.string()\`, or a schema of a library that implements Standard Schema. A link or schema that is ` +
        `defined later is written as a getter: \`get ${name}() { return ...; }\`.`,
      { code: "schema.shape", path: name },
    );
  }
  const wrapped = z.unknown().transform((input, context) => validate(value, input, context));
  foreign.set(wrapped, value);
  return wrapped;
}

/** The schema of another library behind a wrapped field, if it is one. */
export function isForeign(schema: AnySchema): boolean {
  return foreign.has(schema);
}

function validate(schema: StandardSchema, input: unknown, context: z.RefinementCtx): unknown {
  const result = schema["~standard"].validate(input);
  if (result instanceof Promise) {
    context.addIssue({
      code: "custom",
      message: `The ${
        schema["~standard"].vendor
      } schema validates asynchronously; documents are validated synchronously`,
      input,
    });
    return z.NEVER;
  }
  if (result.issues === undefined) return result.value;
  for (const issue of result.issues) {
    const path = (issue.path ?? []).map((part) => (typeof part === "object" ? part.key : part));
    context.addIssue({ code: "custom", message: issue.message, path, input });
  }
  return z.NEVER;
}
