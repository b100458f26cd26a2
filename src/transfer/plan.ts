import type { BsonTypeName } from "./bson-type.ts";
import type { Frame } from "./frame.ts";

/** How a value is carried; docs/internals/frame.md says for each what BSON it stands for. */
export type Kind =
  | "string"
  | "number"
  | "int"
  | "double"
  | "long"
  | "boolean"
  | "date"
  | "objectId"
  | "decimal128"
  | "binary"
  | "uuid"
  | "timestamp"
  | "regex"
  | "object"
  | "variant"
  | "array"
  | "record"
  | "any";

/** What a place in a document holds: the type of a field, of an element, of a record's values. */
export interface PlanValue {
  kind: Kind;
  /** Null is allowed. */
  nullable?: boolean;
  /** For `object`: index into `Plan.objects`. */
  object?: number;
  /** For `variant`: which object of the plan each document is. */
  variant?: PlanVariant;
  /** For `array` and `record`: what each entry holds. */
  element?: PlanValue;
  /** For `any`: the BSON types that are accepted; absent: all. */
  types?: readonly BsonTypeName[];
  /** Bounds of `number`, `int` and `double`. */
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: boolean;
  exclusiveMaximum?: boolean;
  /** Length of a `string` in UTF-16 units. */
  minLength?: number;
  maxLength?: number;
  /** The only values that a `string` or a number may have. */
  values?: readonly (string | number)[];
  /** Number of entries of an `array`. */
  minItems?: number;
  maxItems?: number;
  /** Turns a value that was read (null included; never called for a missing one) into what the application sees. */
  decode?: (stored: unknown, path: string) => unknown;
  /** Turns a value of the application (null included; never called for undefined) into what is stored; undefined means missing. */
  encode?: (value: unknown, path: string) => unknown;
}

/** Documents of one place that are of several objects of the plan; a stored field tells them apart. */
export interface PlanVariant {
  /** Stored name of the field. */
  field: string;
  /** Its values, to indexes into `Plan.objects`. */
  objects: Readonly<Record<string, number>>;
  /** The object of documents with another value or none; absent: they are errors. */
  otherwise?: number;
  /** The object that a value is written as; absent: values of this place are only read. */
  choose?: (value: object) => number;
}

/** Reads the fields of one object into a target that is there already; `path` is its place in the document. */
export type FillObject = (target: object, frame: Frame, path: string) => void;

/** A field of a document. */
export interface PlanField extends PlanValue {
  /** Stored name. */
  name: string;
  /** Name on the instance. */
  property: string;
  /** The field may be missing. */
  optional?: boolean;
  /** What a missing field becomes when it is read. */
  default?: () => unknown;
  /** It is on instances only: nothing is written, and what is stored under the name is not read. */
  excluded?: boolean;
  /** Written whatever the document holds; when it is read, it is left out. */
  constant?: string;
  /** Read, and given to `decode`, but no property of what is read. */
  hidden?: boolean;
}

/** The fields of a document or of an embedded one, in the order in which they are written. */
export interface PlanObject {
  /** What happens to stored fields that the plan does not name. Default `"strip"`. */
  unknown?: "strip" | "keep" | "reject";
  /** Keys that start with `$` may be written. */
  allowDollarKeys?: boolean;
  /** Makes the instance that is read, by filling it from the frame; absent: plain objects. */
  create?: (fill: FillObject, frame: Frame, path: string) => object;
  /** Turns what is kept, and named by no field, into what is stored. */
  encodeKept?: (value: unknown) => unknown;
  fields: readonly PlanField[];
}

/** What one side expects of the documents of a frame. Object 0 is the document. Never changed once it was used. */
export interface Plan {
  /** Name of the model, for messages. */
  model: string;
  objects: readonly PlanObject[];
  /** Top-level documents are not all object 0. */
  root?: PlanVariant;
}

/** The objects that a variant names, each once. */
export function objectsOf(variant: PlanVariant): number[] {
  const { objects, otherwise } = variant;
  return [...new Set([...Object.values(objects), ...(otherwise === undefined ? [] : [otherwise])])];
}

/** Which of the two implementations runs; both do the same. */
export type Twin = "compiled" | "interpreted";

/** Whether what is read gets the field as a property. */
export function isShown(field: PlanField): boolean {
  return field.constant === undefined && field.hidden !== true;
}

/** Whether a document may lack the field. */
export function mayBeMissing(field: PlanField): boolean {
  return field.optional === true || field.default !== undefined;
}
