import { z } from "zod";
import type { Database } from "../client/database.ts";
import type { Rows } from "../client/operation.ts";
import { watchWrites } from "../client/written.ts";
import { CollectionWasNotInitialized } from "../errors/collection-was-not-initialized.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { ViewWasNotInitialized } from "../errors/view-was-not-initialized.ts";
import type { Plan } from "../transfer/plan.ts";
import { Compiler, type FieldShape } from "./compiler.ts";
import { type MixedPlan, withClassId, withoutClassId } from "./class-id.ts";
import { customEncoder, type EncodeCustom } from "./custom-encoders.ts";
import { Family, type Membership, membershipOf } from "./family.ts";
import { type FieldNode, fieldNode } from "./field.ts";
import { HeldSchemas } from "./held.ts";
import { jsonEncoders } from "./json-encoded.ts";
import { JsonInputSchemas } from "./json-input.ts";
import { Mixture } from "./mixture.ts";
import { withRevision } from "./revision-field.ts";
import type { Step } from "./run.ts";
import { invalidSetting, type ModelKind, type ResolvedSettings, resolveSettings } from "./settings.ts";
import type { ModelShape } from "./shape.ts";
import { type UnionDeclaration, unite } from "./unions.ts";
import type { AnySchema } from "./zod.ts";

/** @internal A class made by `Document(shape)`, `View(shape)` or `Model(shape)`, or a subclass of one. */
// deno-lint-ignore no-explicit-any -- user classes may declare constructors with any parameters
export type ModelClassLike = (abstract new (...input: any[]) => object) & { readonly name: string };

/** Where the documents of a model are. */
export interface Binding {
  readonly database: Database;
  readonly collection: string;
}

/**
 * How the documents of a class are made from frames; the layer that has the classes provides it.
 *
 * @param mixed where they are of several classes; `plan` is what tells those apart
 */
export type MakeRows = (model: ModelClassLike, plan: Plan, mixed?: MixedPlan) => Rows<object>;

interface Registration {
  readonly shape: ModelShape;
  readonly stored: boolean;
  /** It is read from a view. */
  readonly view?: boolean;
  /** Documents are marked as deleted instead of being removed. */
  readonly softDeletes?: boolean;
  /** Of a union: whose documents are read together. */
  readonly union?: UnionDeclaration;
  readonly rows: MakeRows;
  /** Called once the schemas of the shape can be read. */
  readonly prepare?: (model: ModelClassLike, shape: ModelShape) => void;
}

const registered = new WeakMap<object, Registration>();
const runtimes = new WeakMap<object, ModelRuntime>();

/** Announces a generated base class. `stored`: it has a collection. */
export function registerModel(base: ModelClassLike, registration: Registration): void {
  registered.set(base, registration);
}

/** Announces a base class of the same kind as the parent's, with a shape of its own. */
export function registerExtension(base: ModelClassLike, parent: ModelClassLike, shape: ModelShape): void {
  registered.set(base, { ...findModel(parent)!, shape });
}

/**
 * What Haricot knows about a class; made when first asked for.
 *
 * @throws {InvalidArgument} when the class was not made by `Document` or `Model`
 */
export function modelOf(model: ModelClassLike): ModelRuntime {
  const known = runtimes.get(model);
  if (known !== undefined) return known;
  const registration = findModel(model);
  if (registration === undefined) {
    const name = typeof model === "function" ? model.name || "An anonymous class" : typeof model;
    throw new InvalidArgument(
      `${name} is no model. Models are classes that extend Document({ ... }), View({ ... }) or Model({ ... }).`,
      { code: "model.unknown" },
    );
  }
  const runtime = new ModelRuntime(model, registration);
  runtime.begin();
  runtimes.set(model, runtime);
  return runtime;
}

/**
 * Makes a subclass the same model at another place: it shares settings, plan and fields with the class that it extends, and is bound by itself.
 */
export function shareModel(model: ModelClassLike, origin: ModelRuntime): ModelRuntime {
  const runtime = origin.sharedWith(model);
  runtimes.set(model, runtime);
  return runtime;
}

/** Whether the value is a class made by `Document` or `Model`. */
export function isModel(value: unknown): value is ModelClassLike {
  return typeof value === "function" && findModel(value) !== undefined;
}

function findModel(model: unknown): Registration | undefined {
  for (let at = model; typeof at === "function"; at = Object.getPrototypeOf(at)) {
    const registration = registered.get(at);
    if (registration !== undefined) return registration;
  }
  return undefined;
}

/** One class of documents: its fields, its settings, its plan and where it is stored. */
export class ModelRuntime {
  readonly shape: ModelShape;
  /** Whether documents of the model are stored; those of projections and views are not. */
  readonly isStored: boolean;
  /** Whether the model is a view: it has a place in the database and can only be read. */
  readonly isView: boolean;
  /** Whether documents are marked as deleted instead of being removed. */
  readonly softDeletes: boolean;
  readonly #class: ModelClassLike;
  readonly #registration: Registration;
  /** The model that this one is at another place. */
  readonly #origin: ModelRuntime | undefined;
  readonly #nodes = new Map<string, FieldNode>();
  #fieldCompiler: Compiler | undefined;
  #settings: ResolvedSettings | undefined;
  #encodeCustom: EncodeCustom | undefined;
  #plan: Plan | undefined;
  #input: AnySchema | undefined;
  #held: AnySchema | undefined;
  #jsonInput: AnySchema | undefined;
  #jsonEncoders: ReadonlyMap<string, Step> | undefined;
  #rows: Rows<object> | undefined;
  /** Of a union: its members. */
  readonly #union: Family | undefined;
  /** Null: it has a collection of its own. */
  #membership: Membership | null | undefined;
  #mixture: Mixture | undefined;
  #binding: Binding | undefined;

  /** Takes a document of the model over to where this one is; only models that share another's schema have it. */
  adopt: ((document: object) => void) | undefined;

  constructor(model: ModelClassLike, registration: Registration, origin?: ModelRuntime) {
    this.#class = model;
    this.#origin = origin;
    this.shape = registration.shape;
    this.isStored = registration.stored;
    this.isView = registration.view === true;
    this.softDeletes = registration.softDeletes === true;
    this.#registration = registration;
    if (registration.union !== undefined) this.#union = new Family("union", this);
  }

  /** Name of the class, for messages. */
  get name(): string {
    return this.#class.name || "Document";
  }

  /** Of a union: from now on its members know where they are stored. */
  begin(): void {
    const { union } = this.#registration;
    if (union !== undefined) unite(union, this, union.members.map(modelOf));
  }

  /** Whether the value is a document of the class, wherever that is bound. */
  isDocument(value: unknown): value is object {
    return value instanceof this.#class;
  }

  /** Whether it reads documents of other classes, and has none of its own. */
  get isUnion(): boolean {
    return this.#registration.union !== undefined;
  }

  get #kind(): ModelKind {
    return this.isView ? "view" : this.#union === undefined ? "document" : "union";
  }

  get settings(): ResolvedSettings {
    return this.#settings ??= this.#origin?.settings ?? resolveSettings(this.#class, this.#kind);
  }

  /** The model as its class was written, of one that differs in its place only; any other as it is. */
  get origin(): ModelRuntime {
    return this.#origin ?? this;
  }

  get documentClass(): ModelClassLike {
    return this.#class;
  }

  /**
   * What the class is in a tree or union; undefined when it has a collection of its own.
   *
   * @throws {InvalidArgument} for settings that contradict those of the root
   */
  get membership(): Membership | undefined {
    if (this.#origin !== undefined) return this.#origin.membership;
    if (this.#membership === undefined) this.#membership = membershipOf(this) ?? null;
    return this.#membership ?? undefined;
  }

  /** The class was made a member of a union: what followed from its own collection is to be found out again. */
  join(): void {
    this.#membership =
      this.#plan =
      this.#rows =
      this.#mixture =
        undefined;
  }

  /** The classes that it shares its collection with; of a union those that it is of. */
  get family(): Family | undefined {
    if (this.#origin !== undefined) return this.#origin.family;
    return this.#union ?? this.membership?.family;
  }

  /**
   * Whether documents of another class can be written through this one: of the same tree, or of a subclass that adds no fields and names the same
   * collection. A child that has no root above it has a collection of its own.
   */
  storesDocumentsOf(other: ModelRuntime): boolean {
    if (other.origin === this.origin || (this.family !== undefined && this.family === other.family)) return true;
    return other.shape === this.shape && other.collection === this.collection;
  }

  /** The model of the class that it extends, if that is one. */
  get parent(): ModelRuntime | undefined {
    return parentOf(this.#class);
  }

  /**
   * Name of the collection.
   *
   * @throws {InvalidArgument} for an anonymous class that does not say one
   */
  get collection(): string {
    const owner = this.family?.owner ?? this;
    if (owner !== this) return owner.collection;
    const { name } = this.settings;
    if (name !== "") return name;
    throw invalidSetting("An anonymous class", "name", "the collection can not be named after a class without a name");
  }

  get #custom(): EncodeCustom | undefined {
    return this.#encodeCustom ??= customEncoder(this.settings.bsonEncoders);
  }

  /** How the documents cross to and from the engine. */
  get plan(): Plan {
    if (this.#origin !== undefined) return this.#origin.plan;
    if (this.#plan === undefined) {
      const { unknownFields, keepNulls, allowDollarKeys } = this.settings;
      const compiler = new Compiler(this.name, { keepNulls, allowDollarKeys, custom: this.#custom });
      compiler.document(this.input, this.shape.schemas, unknownFields);
      const plan = this.isStored && this.settings.useRevision ? withRevision(compiler.plan) : compiler.plan;
      this.#plan = this.membership === undefined ? plan : withClassId(plan, this.membership);
    }
    return this.#plan;
  }

  /** The schema of what the constructor takes. */
  get input(): AnySchema {
    return this.#input ??= this.#origin?.input ?? this.#makeInput();
  }

  #makeInput(): AnySchema {
    this.#registration.prepare?.(this.#class, this.shape);
    const shape = this.shape.schemas as z.core.$ZodShape;
    switch (this.settings.unknownFields) {
      case "strip":
        return z.object(shape);
      case "keep":
        return z.looseObject(shape);
      case "reject":
        return z.strictObject(shape);
    }
  }

  /** The schema of what instances hold, for validating them again. */
  get held(): AnySchema {
    return this.#held ??= this.#origin?.held ?? new HeldSchemas().of(z.object(this.shape.schemas as z.core.$ZodShape));
  }

  /** The schema of what the constructor takes, in the forms of JSON as well. */
  get jsonInput(): AnySchema {
    return this.#jsonInput ??= this.#origin?.jsonInput ?? new JsonInputSchemas().of(this.input);
  }

  /** What encodes the fields that hold codecs for JSON, by name. */
  get jsonEncoders(): ReadonlyMap<string, Step> {
    return this.#jsonEncoders ??= this.#origin?.jsonEncoders ?? jsonEncoders(this.name, this.shape.schemas);
  }

  /** The node of a field, for expressions. It does not depend on settings, which may themselves be written with expressions. */
  field(property: string): FieldNode | undefined {
    if (this.#origin !== undefined) return this.#origin.field(property);
    let node = this.#nodes.get(property);
    if (node === undefined && this.shape.names.includes(property)) {
      node = fieldNode(this.#fieldShape(property), "", {
        model: this.name,
        keepsNulls: () => this.settings.keepNulls,
        encodeCustom: (value) => this.#custom === undefined ? value : this.#custom(value),
      });
      this.#nodes.set(property, node);
    }
    return node;
  }

  /** The compiled fields, for the paths of those who link here. */
  fieldShapes(): FieldShape[] {
    return this.shape.names.map((name) => this.#fieldShape(name));
  }

  #fieldShape(property: string): FieldShape {
    if (this.#origin !== undefined) return this.#origin.#fieldShape(property);
    this.#fieldCompiler ??= new Compiler(this.name);
    return this.#fieldCompiler.field(property, this.shape.schemas[property] as AnySchema, property === "id");
  }

  fields(): FieldNode[] {
    return this.shape.names.map((name) => this.field(name) as FieldNode);
  }

  /** How frames become instances. */
  rows(): Rows<object> {
    if (this.#union !== undefined) return this.mixture.rows;
    if (this.#rows === undefined) {
      const plan = this.membership === undefined ? this.plan : withoutClassId(this.plan);
      this.#rows = this.#registration.rows(this.#class, plan);
    }
    return this.#rows;
  }

  /** The model and those of its descendants that were initialised, of a class in a tree; of another one itself alone. */
  withDescendants(): readonly ModelRuntime[] {
    const { origin, family } = this;
    if (family === undefined) return [origin];
    if (this.#union !== undefined) return [...family.bound];
    const isBelow = (other: ModelRuntime) => Object.prototype.isPrototypeOf.call(origin.#class, other.#class);
    const isHere = (other: ModelRuntime) => origin !== this || other.bound?.database.name === this.bound?.database.name;
    return [origin, ...[...family.bound].filter((other) => isBelow(other) && isHere(other))];
  }

  /** How documents of the class and of its descendants, or of the members of a union, are carried together. */
  get mixture(): Mixture {
    const changes = this.family?.changes ?? 0;
    if (this.#mixture?.changes !== changes) {
      const modelIn = (document: object) => modelOf(document.constructor as ModelClassLike).origin;
      const make = (mixed: MixedPlan) => this.#registration.rows(this.#class, mixed.plan, mixed);
      this.#mixture = new Mixture(this, changes, modelIn, make);
    }
    return this.#mixture!;
  }

  /** How they are read. */
  get mixed(): MixedPlan {
    return this.mixture.reading;
  }

  /**
   * Where the documents are.
   *
   * @throws {CollectionWasNotInitialized} before `init`; {@link ViewWasNotInitialized} for a view
   */
  binding(): Binding {
    if (this.#binding === undefined) {
      const Missing = this.isView ? ViewWasNotInitialized : CollectionWasNotInitialized;
      throw new Missing(this.name, boundParent(this.#class));
    }
    return this.#binding;
  }

  /** The same, or undefined before `init`. */
  get bound(): Binding | undefined {
    return this.#binding;
  }

  /** The model of a subclass that differs in its place only. */
  sharedWith(model: ModelClassLike): ModelRuntime {
    return new ModelRuntime(model, this.#registration, this);
  }

  /** Binds the model; undefined unbinds it. */
  bind(binding: Binding | undefined): void {
    if (this.settings.useCache) watchWrites();
    this.#binding = binding;
    this.membership?.family.note(this.origin, binding !== undefined);
  }
}

/** The model of the nearest class above that a user wrote. */
function parentOf(model: ModelClassLike): ModelRuntime | undefined {
  for (let at = Object.getPrototypeOf(model); isModel(at); at = Object.getPrototypeOf(at)) {
    if (!registered.has(at)) return modelOf(at);
  }
  return undefined;
}

/** The name of the nearest class above that is bound: a child that was forgotten has no collection of its own. */
function boundParent(model: ModelClassLike): string | undefined {
  for (let at = Object.getPrototypeOf(model); typeof at === "function"; at = Object.getPrototypeOf(at)) {
    const runtime = runtimes.get(at);
    if (runtime?.bound !== undefined) return runtime.name;
  }
  return undefined;
}
