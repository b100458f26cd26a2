import { modelOf, type ModelRuntime } from "../../src/schema/model.ts";
import type { FieldNode } from "../../src/schema/field.ts";
import type { PlanField } from "../../src/transfer/plan.ts";
import { fieldsOf, readOnlyReason } from "../model-fields.ts";
import { type Operator, operatorsOf } from "../query/operators.ts";
import type { Registry } from "../registry.ts";

/** A field as the page knows it. */
export interface FieldDescription {
  readonly name: string;
  readonly stored: string;
  readonly kind: string;
  readonly nullable: boolean;
  /** A document may lack it. */
  readonly optional: boolean;
  readonly operators: readonly Operator[];
  /** The only values that it may have. */
  readonly choices?: readonly (string | number)[];
  /** The model that it leads to, and what is stored of it. */
  readonly link?: { readonly model: string | null; readonly store: "dbref" | "id" };
  /** What the entries of a list or record are. */
  readonly element?: FieldDescription;
  readonly fields?: readonly FieldDescription[];
}

/** What documents of a model are in the database. */
export type ModelKindName = "collection" | "tree" | "child" | "union" | "member" | "view" | "time series";

/** Everything that the page knows about a model. */
export interface ModelDescription {
  readonly name: string;
  readonly collection: string;
  readonly kind: ModelKindName;
  /** Of a child: the class above it. */
  readonly parent: string | null;
  /** Why documents can not be changed; null: they can. */
  readonly readOnly: string | null;
  /** Whether documents can be added. */
  readonly canCreate: boolean;
  readonly softDeletes: boolean;
  readonly useRevision: boolean;
  readonly hasChildren: boolean;
  readonly fields: readonly FieldDescription[];
}

/** Recursive schemas are told down to here; what is below is of any kind. */
const DEPTH = 6;

export function describeModel(name: string, model: ModelRuntime, registry: Registry): ModelDescription {
  const kind = kindOf(model);
  const isChild = kind === "child" && model.parent !== undefined;
  return {
    name,
    collection: model.collection,
    kind,
    parent: isChild ? registry.nameOf(model.parent!) ?? null : model.isUnion ? null : unionOf(model, registry),
    readOnly: readOnlyReason(model),
    canCreate: model.isStored && !model.isUnion,
    softDeletes: model.softDeletes,
    useRevision: model.settings.useRevision,
    hasChildren: model.family?.kind === "tree" && model.withDescendants().length > 1,
    fields: fieldsOf(model).map((node) => describeField(node, registry, 0)),
  };
}

function kindOf(model: ModelRuntime): ModelKindName {
  if (model.isView) return "view";
  if (model.isUnion) return "union";
  if (model.settings.timeseries !== undefined) return "time series";
  if (model.family?.kind === "union") return "member";
  if (model.family?.kind === "tree") return model.family.owner === model ? "tree" : "child";
  return "collection";
}

function unionOf(model: ModelRuntime, registry: Registry): string | null {
  return model.family?.kind === "union" ? registry.nameOf(model.family.owner) ?? null : null;
}

function describeField(node: FieldNode, registry: Registry, depth: number): FieldDescription {
  const { kind, nullable = false, values } = node.value;
  const { optional = false, default: byDefault } = node.value as Partial<PlanField>;
  const { link } = node;
  const isDeep = depth >= DEPTH;
  const element = kind === "array" || kind === "record" ? node.element() : undefined;
  const children = isDeep || link !== undefined || element !== undefined ? [] : node.children();
  return {
    name: node.property,
    stored: node.stored,
    kind: link === undefined ? kind : "link",
    nullable,
    optional: optional || byDefault !== undefined,
    operators: operatorsOf(node),
    ...(values !== undefined && { choices: values }),
    ...(link?.direction === "forward" && {
      link: { model: registry.nameOf(modelOf(link.target())) ?? null, store: link.store },
    }),
    ...(element !== undefined && !isDeep && { element: describeField(element, registry, depth + 1) }),
    ...(children.length > 0 && {
      fields: children.filter(({ isExcluded }) => !isExcluded).map((child) =>
        describeField(child, registry, depth + 1)
      ),
    }),
  };
}
