import type { FieldScope } from "../expression/field-scope.ts";
import type { Lookup } from "../fetching/lookup.ts";
import type { FieldNode } from "../schema/field.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { RowShape } from "./row-shape.ts";

const known = new WeakMap<readonly Lookup[], WeakMap<ModelRuntime, RowShape>>();

/** Whole documents of a model in which linked documents stand in the places of references: the id of a link is the `_id` of its document. */
export function fetchedShape(model: ModelRuntime, lookups: readonly Lookup[]): RowShape {
  let shapes = known.get(lookups);
  if (shapes === undefined) known.set(lookups, shapes = new WeakMap());
  let shape = shapes.get(model);
  if (shape === undefined) shapes.set(model, shape = new RowShape(model.plan, new FetchedScope(model, lookups)));
  return shape;
}

/** The fields of such documents. */
class FetchedScope implements FieldScope {
  readonly name: string;
  readonly #fields: ReadonlyMap<string, FieldNode>;

  constructor(model: ModelRuntime, lookups: readonly Lookup[]) {
    this.name = model.name;
    const nodes = model.fields().map((node) => new FetchedNode(node, { lookups, parent: undefined }, node.property));
    this.#fields = new Map(nodes.map((node) => [node.property, node]));
  }

  field(property: string): FieldNode | undefined {
    return this.#fields.get(property);
  }

  fields(): FieldNode[] {
    return [...this.#fields.values()];
  }
}

/** What was looked up for a document: the query's own, or what another lookup found. */
interface Fetching {
  readonly lookups: readonly Lookup[];
  readonly parent: Lookup | undefined;
}

/** A field, with the documents behind it in the places of its links. */
class FetchedNode implements FieldNode {
  readonly property: string;
  readonly stored: string;
  readonly path: string;
  readonly schema: unknown;
  readonly value: FieldNode["value"];
  readonly model: string | undefined;
  readonly link: FieldNode["link"];
  readonly isExcluded: boolean;
  readonly #node: FieldNode;
  readonly #within: Fetching;
  /** Name in the document that holds it, with dots. */
  readonly #place: string;
  #children: Map<string, FieldNode> | undefined;

  constructor(node: FieldNode, within: Fetching, place: string) {
    this.property = node.property;
    this.stored = node.stored;
    this.path = node.path;
    this.schema = node.schema;
    this.value = node.value;
    this.model = node.model;
    this.link = node.link;
    this.isExcluded = node.isExcluded;
    this.#node = node;
    this.#within = within;
    this.#place = place;
  }

  child(property: string): FieldNode | undefined {
    if (this.value.kind === "record") return this.#wrapped(this.#node.child(property), this.#place);
    return this.#members().get(property);
  }

  children(): FieldNode[] {
    return [...this.#members().values()];
  }

  element(): FieldNode | undefined {
    return this.#wrapped(this.#node.element(), this.#place);
  }

  encodeCustom(value: unknown): unknown {
    return this.#node.encodeCustom(value);
  }

  keepsNulls(): boolean {
    return this.#node.keepsNulls();
  }

  #wrapped(node: FieldNode | undefined, place: string): FieldNode | undefined {
    return node === undefined ? undefined : new FetchedNode(node, this.#within, place);
  }

  #members(): Map<string, FieldNode> {
    return this.#children ??= new Map(this.#made().map((node) => [node.property, node]));
  }

  #made(): FieldNode[] {
    const { lookups, parent } = this.#within;
    const lookup = lookups.find((one) => one.parent === parent && one.place.path === this.#place);
    // A list has the members of its entries, which may be links.
    if (lookup !== undefined) return fieldsBehind(this.#node, lookups, lookup);
    return this.#node.children().map((node) => new FetchedNode(node, this.#within, `${this.#place}.${node.property}`));
  }
}

function fieldsBehind(node: FieldNode, lookups: readonly Lookup[], lookup: Lookup): FieldNode[] {
  return node.children().map((field) =>
    field.property === "id" ? new IdNode(field) : new FetchedNode(field, { lookups, parent: lookup }, field.property)
  );
}

/** The id of a document that stands where a reference was. */
class IdNode extends FetchedNode {
  override readonly stored: string = "_id";

  constructor(node: FieldNode) {
    super(node, { lookups: [], parent: undefined }, node.property);
  }
}
