import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { Shape } from "../types/shape.ts";
import { objectId } from "./bson.ts";
import type { ShapeOfSchemas } from "./compiler.ts";
import { asZod } from "./standard.ts";
import { type AnySchema, isZod } from "./zod.ts";

/** The fields that `Document(shape)` or `Model(shape)` was given. Schemas are looked at when they are first used. */
export class ModelShape {
  /** What the user wrote. */
  readonly given: Shape;
  /** Whether the shape says what the id is; otherwise documents have an ObjectId. */
  readonly declaresId: boolean;
  /** Names of the fields, the id first. */
  readonly names: readonly string[];
  /** Name to schema; getters of the shape are read on first use, so that schemas may refer to each other. */
  readonly schemas: ShapeOfSchemas;

  /**
   * @param given what the user wrote
   * @param withId documents have an id in any case, projections only a declared one
   * @param taken names that instances need for themselves
   * @throws {InvalidArgument} for a taken name, and for one that the server could not address
   */
  constructor(given: Shape, withId: boolean, taken: (name: string) => boolean) {
    if (typeof given !== "object" || given === null || isZod(given)) {
      const advice = isZod(given) ? " Of a Zod object these are its shape: Document(schema.shape)." : "";
      throw new InvalidArgument(`A shape is an object of fields: Document({ name: z.string() }).${advice}`, {
        code: "schema.shape",
      });
    }
    this.given = given;
    const others = Object.keys(given).filter((name) => name !== "id");
    for (const name of others) checkName(name, taken);
    this.declaresId = Object.hasOwn(given, "id");
    this.names = withId || this.declaresId ? ["id", ...others] : others;
    this.schemas = lazily(
      this.names,
      (name) => name === "id" && !this.declaresId ? objectId().optional() : asZod(given[name], name),
    );
    for (const name of others) {
      const descriptor = Object.getOwnPropertyDescriptor(given, name);
      if (descriptor?.get === undefined) asZod(descriptor?.value, name);
    }
  }
}

function checkName(name: string, taken: (name: string) => boolean): void {
  if (name === "_id" || taken(name)) {
    throw new InvalidArgument(
      name === "_id"
        ? 'The field "_id" is called "id" in a model; declare `id` to choose its type.'
        : `The field "${name}" has a name that every document needs for itself. Use another one and alias(schema, "${name}") to keep the stored name.`,
      { code: "schema.reserved_name", path: name },
    );
  }
  if (name === "" || name.startsWith("$") || name.includes(".") || name.includes("\0")) {
    throw new InvalidArgument(
      `${JSON.stringify(name)} can not be a field's name: no dots, no leading "$", no NUL, not empty.`,
      { code: "schema.field_name", path: name },
    );
  }
}

function lazily(names: readonly string[], make: (name: string) => AnySchema): ShapeOfSchemas {
  const target: Record<string, AnySchema> = {};
  for (const name of names) {
    Object.defineProperty(target, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = make(name);
        Object.defineProperty(target, name, { value, enumerable: true });
        return value;
      },
    });
  }
  return target;
}
