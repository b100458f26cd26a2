import { z } from "zod";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { JsonSchema, JsonSchemaOptions } from "../types/json.ts";
import { JsonDescriptions } from "./json-description.ts";
import type { ModelRuntime } from "./model.ts";

const CHOICES: Record<keyof JsonSchemaOptions, readonly string[]> = {
  io: ["input", "output"],
  target: ["draft-2020-12", "draft-07", "openapi-3.0"],
};

/**
 * The JSON Schema of a model: property names as in the model, the id under its JSON name, our own kinds by their JSON form. Checks
 * that JSON Schema has no word for (refinements) are left out.
 *
 * @throws {InvalidArgument} for an option that there is not
 */
export function jsonSchemaOf(model: ModelRuntime, options: JsonSchemaOptions = {}): JsonSchema {
  check(options);
  const { io = "output", target = "draft-2020-12" } = options;
  const descriptions = new JsonDescriptions(io);
  const made = z.toJSONSchema(descriptions.of(model.input), {
    io,
    target,
    metadata: descriptions.registry,
    unrepresentable: "any",
  }) as JsonSchema;
  const { $schema, type, properties, required, ...rest } = made;
  return {
    ...($schema === undefined ? {} : { $schema }),
    title: model.name,
    type,
    ...namedIds(model, io, properties as JsonSchema, (required ?? []) as string[]),
    ...rest,
  };
}

/** With the id under its JSON name. Every document has one, so what is written always does. */
function namedIds(
  { settings: { jsonId }, isStored }: ModelRuntime,
  io: "input" | "output",
  properties: JsonSchema,
  required: readonly string[],
): JsonSchema {
  const needed = isStored && io === "output" ? [...new Set(["id", ...required])] : required;
  const renamed = (name: string): string => (name === "id" ? jsonId : name);
  return {
    properties: Object.fromEntries(Object.entries(properties).map(([name, value]) => [renamed(name), value])),
    ...(needed.length > 0 && { required: needed.map(renamed) }),
  };
}

function check(options: JsonSchemaOptions): void {
  for (const [name, value] of Object.entries(options ?? {})) {
    const choices = CHOICES[name as keyof JsonSchemaOptions];
    if (choices === undefined) {
      throw invalid(`"${name}" is no option. There are: ${Object.keys(CHOICES).join(", ")}`);
    }
    if (value !== undefined && !choices.includes(value as string)) {
      throw invalid(`${name} is one of ${choices.map((choice) => `"${choice}"`).join(", ")}`);
    }
  }
}

function invalid(what: string): InvalidArgument {
  return new InvalidArgument(`jsonSchema(): ${what}.`, { code: "argument.options" });
}
