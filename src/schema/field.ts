import type { PlanField, PlanValue } from "../transfer/plan.ts";
import type { IndexOptions } from "../types/settings.ts";
import type { FieldShape, ValueShape } from "./compiler.ts";
import type { LinkDefinition } from "./link-definition.ts";
import type { AnySchema } from "./zod.ts";

/** A place in a model: what expressions, indexes and filters know about a field. */
export interface FieldNode {
  /** Name in the model. */
  readonly property: string;
  /** Name in storage. */
  readonly stored: string;
  /** Stored names from the document down, joined with dots; the elements of a list have the path of the list. */
  readonly path: string;
  readonly schema: unknown;
  readonly value: PlanValue;
  readonly index?: IndexOptions;
  /** Name of the model, for messages. */
  readonly model?: string;
  /** Where the field leads, if it is a link. */
  readonly link?: LinkDefinition;
  /** The field of this name below: of an object, of the objects of a list, of any member of a union, or an entry of a record. */
  child(property: string): FieldNode | undefined;
  /** The fields below that are declared. */
  children(): FieldNode[];
  /** What the entries of a list or record are, or what is below a value of any kind. */
  element(): FieldNode | undefined;
  /** The value in its stored form, if it is of a class that the model has an encoder for. Asked late, too. */
  encodeCustom(value: unknown): unknown;
  /** It is on instances only: see `excluded(...)`. */
  readonly isExcluded: boolean;
  /** Whether null is stored in the field, if it may be null at all. Asked late: settings may be written with the expressions of fields. */
  keepsNulls(): boolean;
}

/** What the fields of a model share. */
export interface FieldOwner {
  readonly model: string;
  keepsNulls(): boolean;
  encodeCustom(value: unknown): unknown;
}

/** What is below a value of any kind. */
const ANYTHING: ValueShape = { value: { kind: "any", nullable: true } };

/** Builds the node of a compiled field; nodes below are made when they are asked for, so recursive models end. */
export function fieldNode(field: FieldShape, parent: string, owner: FieldOwner): FieldNode {
  return new Node(
    field.property,
    field.plan.name,
    join(parent, field.plan.name),
    field.schema,
    field.plan,
    field.shape,
    owner,
    field.index,
  );
}

function join(parent: string, name: string): string {
  // The id of a link that is stored as an id: the link's own place.
  if (name === "") return parent;
  return parent === "" ? name : `${parent}.${name}`;
}

class Node implements FieldNode {
  #children: Map<string, FieldNode> | undefined;

  constructor(
    readonly property: string,
    readonly stored: string,
    readonly path: string,
    readonly schema: AnySchema,
    readonly value: PlanValue,
    readonly shape: ValueShape,
    readonly owner: FieldOwner,
    readonly index?: IndexOptions,
  ) {}

  get model(): string | undefined {
    return this.owner.model;
  }

  get link(): LinkDefinition | undefined {
    return this.shape.link;
  }

  keepsNulls(): boolean {
    return this.owner.keepsNulls();
  }

  get isExcluded(): boolean {
    return (this.value as Partial<PlanField>).excluded === true;
  }

  encodeCustom(value: unknown): unknown {
    return typeof value === "object" && value !== null ? this.owner.encodeCustom(value) : value;
  }

  child(property: string): FieldNode | undefined {
    const declared = this.#members().get(property);
    if (declared !== undefined || this.value.kind !== "record") return declared;
    const entry = this.shape.element as ValueShape;
    const path = join(this.path, property);
    return new Node(property, property, path, this.schema, entry.value, entry, this.owner);
  }

  children(): FieldNode[] {
    return [...this.#members().values()];
  }

  element(): FieldNode | undefined {
    const isUndeclared = this.value.kind === "any" && this.#members().size === 0;
    const entry = this.shape.element ?? (isUndeclared ? ANYTHING : undefined);
    return entry === undefined
      ? undefined
      : new Node(this.property, this.stored, this.path, this.schema, entry.value, entry, this.owner);
  }

  #members(): Map<string, FieldNode> {
    if (this.#children === undefined) {
      const fields = this.value.kind === "record" ? [] : membersOf(this.shape);
      this.#children = new Map(fields.map((field) => [field.property, fieldNode(field, this.path, this.owner)]));
    }
    return this.#children;
  }
}

function membersOf(shape: ValueShape): readonly FieldShape[] {
  return shape.fields?.() ?? (shape.element === undefined ? [] : membersOf(shape.element));
}
