import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { Plan, PlanField, PlanObject, PlanValue } from "../transfer/plan.ts";
import type { IndexOptions } from "../types/settings.ts";
import { type EncodeCustom, withEncoders } from "./custom-encoders.ts";
import { excludedField } from "./excluded-field.ts";
import type { LinkDefinition } from "./link-definition.ts";
import { isExcluded, metadataOf } from "./metadata.ts";
import { missing } from "./missing.ts";
import { StoredSchemas } from "./stored.ts";
import { compileValue } from "./value.ts";
import type { AnySchema } from "./zod.ts";

/** A compiled value: what the plan says of it, and what lies below it. */
export interface ValueShape {
  readonly value: PlanValue;
  /** Of objects, and of unions of objects: the fields of all members. */
  readonly fields?: () => readonly FieldShape[];
  /** Of lists and records. */
  readonly element?: ValueShape;
  /** It leads to documents of a model. */
  readonly link?: LinkDefinition;
  /** A codec stands on it: instances hold another type than the plan's kind says. */
  readonly coded?: boolean;
}

/** A compiled field of an object. */
export interface FieldShape {
  readonly property: string;
  readonly schema: AnySchema;
  readonly shape: ValueShape;
  readonly plan: PlanField;
  readonly index?: IndexOptions;
}

/** Names to schemas, getters already read. */
export type ShapeOfSchemas = Readonly<Record<string, AnySchema>>;

/** What of a model's settings shapes its plan. */
export interface CompilerOptions {
  /** Fields that the model does not know, at the top level; nested objects say it themselves. Default `"strip"`. */
  unknown?: PlanObject["unknown"];
  /** `false`: nulls are not stored, and an absent nullable field reads as null. Default true. */
  keepNulls?: boolean;
  allowDollarKeys?: boolean;
  /** What the model's encoders do to values; not for the nodes of fields, which ask for it when they encode. */
  custom?: EncodeCustom;
}

/** Compiles one model: collects the plan's objects, each schema once, so that recursive schemas end. */
export class Compiler {
  readonly stored = new StoredSchemas();
  /** Schemas of values that are being compiled: meeting one again is a recursion outside of objects. */
  readonly open = new Set<AnySchema>();
  readonly #objects: PlanObject[] = [];
  readonly #fields: FieldShape[][] = [];
  readonly #numbers = new Map<AnySchema, number>();

  constructor(readonly model: string, readonly options: CompilerOptions = {}) {}

  /** A compiler of the same model whose objects do not go into this one's plan. */
  apart(): Compiler {
    return new Compiler(this.model, this.options);
  }

  get plan(): Plan {
    return { model: this.model, objects: this.#objects };
  }

  fields(object: number): readonly FieldShape[] {
    return this.#fields[object] ?? [];
  }

  /** Compiles the document itself: its `id` is stored as `_id`. */
  document(schema: AnySchema, shape: ShapeOfSchemas, unknown: PlanObject["unknown"]): number {
    return this.object(schema, shape, unknown, true);
  }

  /** Compiles an object, or gives the number it already has; the schema is the object's identity. */
  object(key: AnySchema, shape: ShapeOfSchemas, unknown: PlanObject["unknown"], isDocument = false): number {
    const present = this.#numbers.get(key);
    if (present !== undefined) return present;
    const number = this.#objects.length;
    this.#numbers.set(key, number);
    const plans: PlanField[] = [];
    const fields: FieldShape[] = [];
    const dollar = this.options.allowDollarKeys === true && { allowDollarKeys: true };
    const kept = unknown === "keep" && this.options.custom !== undefined && { encodeKept: this.options.custom };
    this.#objects.push({ unknown, ...dollar, ...kept, fields: plans });
    this.#fields.push(fields);
    for (const property of Object.keys(shape)) {
      const field = this.field(property, shape[property] as AnySchema, isDocument && property === "id");
      const twin = fields.find((other) => other.plan.name === field.plan.name);
      if (twin !== undefined) {
        throw new InvalidArgument(
          `${this.model}: fields "${twin.property}" and "${property}" have the same stored name "${field.plan.name}".`,
          { code: "schema.field_name", path: property },
        );
      }
      fields.push(field);
      plans.push(field.plan);
    }
    return number;
  }

  /** Compiles one field; objects below it go into the plan. */
  field(property: string, schema: AnySchema, isId: boolean): FieldShape {
    if (isExcluded(schema)) return excludedField(this.model, property, schema);
    const name = isId ? "_id" : metadataOf(schema, "stored") ?? property;
    const shape = withEncoders(compileValue(schema, this, property), this.options.custom);
    const plan: PlanField = { ...shape.value, name, property };
    if (shape.link?.direction === "back") plan.excluded = true;
    const absent = missing(schema);
    if (absent !== "required" && !isId) plan.optional = true;
    if (typeof absent === "object" && !isId) plan.default = absent.make;
    if (this.options.keepNulls === false && plan.nullable === true && absent === "required" && !isId) {
      plan.optional = true;
      plan.default = () => null;
    }
    if (this.options.keepNulls === false && plan.nullable === true) plan.encode = withoutNull(plan.encode);
    return { property, schema, shape, plan, index: metadataOf(schema, "index") };
  }
}

function withoutNull(encode: PlanField["encode"]): PlanField["encode"] {
  return (value, path) => {
    const stored = encode === undefined ? value : encode(value, path);
    return stored === null ? undefined : stored;
  };
}
