import { InvalidArgument } from "../errors/invalid-argument.ts";
import { elementOf } from "../expression/field-scope.ts";
import { isPlainObject, setOwn } from "../expression/plain-object.ts";
import type { FieldNode } from "../schema/field.ts";
import type { PlanField, PlanObject, PlanValue } from "../transfer/plan.ts";
import { movedObjects } from "../transfer/moved-objects.ts";
import { AccumulatorExpression } from "./accumulators.ts";
import { type Computed, computedOf } from "./computed.ts";
import { valueAt, valueOf } from "./merge-plans.ts";
import { listNode, objectNode, renamedNode, untypedNode } from "./row-nodes.ts";
import { type RowShape, shapeOf, untypedShape } from "./row-shape.ts";

/** A stage, and what the rows behind it are. */
export interface Stage {
  readonly stage: Record<string, unknown>;
  readonly shape: RowShape;
}

/** A field that a stage makes. */
interface Made extends Computed {
  readonly name: string;
  readonly collects?: boolean;
}

/** One row for each value of a field, of several fields, or one for all rows. */
export function groupStage(shape: RowShape, key: unknown, computed: Readonly<Record<string, unknown>>): Stage {
  const stage: Record<string, unknown> = {};
  const parts = keyParts(key);
  setOwn(stage, "_id", Array.isArray(parts) ? sentOf(parts) : parts === null ? null : parts.sent);
  const made: Made[] = [];
  for (const [name, accumulator] of Object.entries(computed)) {
    if (!(accumulator instanceof AccumulatorExpression)) {
      throw new InvalidArgument(
        `group(...): "${name}" needs an accumulator such as sum(g.price); a group has many values of a field.`,
        { code: "argument.accumulator", path: name },
      );
    }
    const { operator, operand, source, collects } = accumulator;
    setOwn(stage, name, { [operator]: operand });
    made.push({ name, sent: operand, source, collects });
  }
  const signature = ["group", Array.isArray(parts) ? parts.map(signed) : parts && signed(parts), made.map(signed)];
  return { stage: { $group: stage }, shape: shape.derive(signature, () => groupShape(shape, parts, made)) };
}

/** Rows with the computed fields, and with those they had when `keeps` says so. */
export function fieldsStage(shape: RowShape, computed: Readonly<Record<string, unknown>>, keeps: boolean): Stage {
  const call = keeps ? "addFields" : "project";
  const made = madeOf(computed, call).map((field) => keeps ? { ...field, name: storedName(shape, field.name) } : field);
  if (made.length === 0) throw new InvalidArgument(`${call}(...) computes no field.`, { code: "argument.pipeline" });
  const sent = sentOf(made);
  if (!keeps && !("_id" in sent)) sent._id = 0;
  return {
    stage: keeps ? { $addFields: sent } : { $project: sent },
    shape: shape.derive([call, made.map(signed)], () => fieldsShape(shape, made, keeps)),
  };
}

/** Rows with some of the fields they had. */
export function selectStage(shape: RowShape, names: readonly string[]): Stage {
  const stored = new Set(["_id", ...names.map((name) => topLevel(shape, name, "select").stored)]);
  const stage = Object.fromEntries([...stored].map((name) => [name, 1]));
  const make = (): RowShape => {
    const { plan, scope } = shape;
    if (plan === undefined) return untypedShape;
    const [row, ...nested] = plan.objects;
    const fields = row!.fields.filter((field) => stored.has(field.name));
    const nodes = scope.fields().filter((node) => stored.has(node.stored));
    return shapeOf(plan.model, { ...row!, fields }, nested, nodes);
  };
  return { stage: { $project: stage }, shape: shape.derive(["select", ...stored], make) };
}

/** Options of {@link unwindStage}. */
export interface UnwindOptions {
  readonly keepEmpty?: boolean;
  readonly index?: string;
}

/** A row for each element of a list. */
export function unwindStage(shape: RowShape, name: string, { keepEmpty = false, index }: UnwindOptions): Stage {
  const node = topLevel(shape, name, "unwind");
  const unwind = {
    path: `$${node.stored}`,
    ...(keepEmpty && { preserveNullAndEmptyArrays: true }),
    ...(index !== undefined && { includeArrayIndex: index }),
  };
  const make = (): RowShape => {
    const { plan, scope } = shape;
    if (plan === undefined) return untypedShape;
    const [row, ...nested] = plan.objects;
    const fields = row!.fields.map((field) => field.name === node.stored ? unwound(field, keepEmpty) : field);
    const nodes = scope.fields().map((each) => each.property === name ? unwoundNode(each) : each);
    const numbered = index === undefined ? [] : [index];
    return shapeOf(
      plan.model,
      {
        ...row!,
        fields: [...fields.filter((field) => field.name !== index), ...numbered.map((each) => anything(each))],
      },
      nested,
      [...nodes.filter((each) => each.stored !== index), ...numbered.map(untypedNode)],
    );
  };
  return { stage: { $unwind: unwind }, shape: shape.derive(["unwind", name, keepEmpty, index], make) };
}

/** One row with the number of rows. */
export function countStage(shape: RowShape, name: string): Stage {
  const make = (): RowShape =>
    shapeOf(shape.plan?.model ?? "count", { fields: [{ name, property: name, kind: "number" }] }, [], [
      untypedNode(name),
    ]);
  return { stage: { $count: name }, shape: shape.derive(["count", name], make) };
}

/** What a field holds, in the place of the row. */
export function replaceRootStage(shape: RowShape, field: unknown): Stage {
  const { sent, source } = computedOf(field, "replaceRoot(...)");
  const make = (): RowShape => {
    const value = source && shape.plan && valueAt(shape.plan, source.path);
    if (value?.object === undefined || source?.node === undefined) return untypedShape;
    const { model, objects } = shape.plan!;
    return shapeOf(model, objects[value.object]!, objects.slice(1), source.node.children());
  };
  return { stage: { $replaceRoot: { newRoot: sent } }, shape: shape.derive(["replaceRoot", source?.path], make) };
}

/** The rows with lists of other rows beside their fields, or of those alone; `lists` says what their members are. */
export function withLists(shape: RowShape, lists: Readonly<Record<string, RowShape>>, keeps: boolean): RowShape {
  const signature = Object.entries(lists).map(([name, member]) => [name, member.number]);
  return shape.derive(["lists", keeps, signature], () => listsShape(shape, lists, keeps));
}

function listsShape(shape: RowShape, lists: Readonly<Record<string, RowShape>>, keeps: boolean): RowShape {
  const { plan, scope } = shape;
  if (plan === undefined && keeps) return untypedShape;
  const [row, ...nested] = keeps ? plan!.objects : [{ fields: [] }];
  const objects: PlanObject[] = nested;
  const fields = row!.fields.filter((field) => !Object.hasOwn(lists, field.name));
  const nodes = keeps ? scope.fields().filter((node) => !Object.hasOwn(lists, node.stored)) : [];
  for (const [name, member] of Object.entries(lists)) {
    let element: PlanValue = { kind: "any" };
    if (member.plan !== undefined) {
      element = { kind: "object", object: objects.length + 1 };
      objects.push(...movedObjects(member.plan, objects.length + 1));
    }
    fields.push({ name, property: name, kind: "array", element, optional: true });
    nodes.push(member.plan === undefined ? untypedNode(name) : listNode(name, member.scope.fields()));
  }
  return shapeOf(plan?.model ?? "rows", { ...row!, fields }, objects, nodes);
}

function keyParts(key: unknown): Computed | Made[] | null {
  if (key === null) return null;
  return isPlainObject(key) ? madeOf(key, "group") : computedOf(key, "group(...), its key,");
}

function madeOf(computed: Readonly<Record<string, unknown>>, call: string): Made[] {
  return Object.entries(computed).map(([name, operand]) => ({
    name,
    ...computedOf(operand, `${call}(...), "${name}",`),
  }));
}

function sentOf(made: readonly Made[]): Record<string, unknown> {
  const sent: Record<string, unknown> = {};
  for (const { name, sent: value } of made) setOwn(sent, name, value);
  return sent;
}

/** What of a computed field decides how it is read. */
function signed(field: Computed | Made): unknown[] {
  const { name, collects } = field as Partial<Made>;
  return [name, collects, field.source?.path];
}

function groupShape(shape: RowShape, key: Computed | Made[] | null, made: readonly Made[]): RowShape {
  const { plan } = shape;
  if (plan === undefined) return untypedShape;
  const [, ...nested] = plan.objects;
  const objects: PlanObject[] = [...nested];
  const keyField: Made = { name: "_id", sent: null, source: undefined };
  const fields = made.map((field) => planField(shape, field));
  const nodes = made.map(nodeOf);
  if (!Array.isArray(key)) {
    const single = { ...keyField, ...key };
    const row = { fields: [planField(shape, single), ...fields] };
    return shapeOf(plan.model, row, objects, [nodeOf(single), ...nodes]);
  }
  objects.push({ fields: key.map((part) => planField(shape, part)) });
  const composed: PlanField = { name: "_id", property: "_id", kind: "object", object: objects.length };
  const keyNode = objectNode("_id", key.map(nodeOf));
  return shapeOf(plan.model, { fields: [composed, ...fields] }, objects, [keyNode, ...nodes]);
}

function fieldsShape(shape: RowShape, made: readonly Made[], keeps: boolean): RowShape {
  const { plan, scope } = shape;
  if (plan === undefined) return untypedShape;
  const [row, ...nested] = plan.objects;
  const replaced = new Set(made.map(({ name }) => name));
  const kept = keeps ? row!.fields.filter(({ name }) => !replaced.has(name)) : [];
  const keptNodes = keeps ? scope.fields().filter(({ stored }) => !replaced.has(stored)) : [];
  const propertyOf = (name: string): string =>
    (keeps ? scope.fields().find((node) => node.stored === name)?.property : undefined) ?? name;
  const fields = made.map((field) => ({ ...planField(shape, field), property: propertyOf(field.name) }));
  return shapeOf(
    plan.model,
    { ...(keeps && row), fields: [...kept, ...fields] },
    nested,
    [...keptNodes, ...made.map((field) => renamedNode(nodeOf(field), propertyOf(field.name), field.name))],
  );
}

/** What is not there is null, as the server itself has it in groups. */
function planField(shape: RowShape, { name, source, collects }: Made): PlanField {
  const found = source && shape.plan && valueAt(shape.plan, source.path);
  const value: PlanValue = { ...(found ?? { kind: "any" }), nullable: true };
  if (collects !== true) return { ...value, name, property: name, default: () => null };
  return { kind: "array", element: value, name, property: name };
}

function nodeOf({ name, source, collects }: Made): FieldNode {
  return source?.node === undefined || collects === true ? untypedNode(name) : renamedNode(source.node, name, name);
}

function unwound(field: PlanField, keepEmpty: boolean): PlanField {
  const { name, property } = field;
  const { kind, element } = valueOf(field);
  if (kind !== "array" || element === undefined) return anything(name, property);
  return { ...element, name, property, ...(keepEmpty && { optional: true, nullable: true }) };
}

function unwoundNode(node: FieldNode): FieldNode {
  const element = elementOf(node);
  return element === undefined ? node : renamedNode(element, node.property, node.stored);
}

function anything(name: string, property = name): PlanField {
  return { name, property, kind: "any", optional: true };
}

/** The name that a property of the rows has on the server, which is its own unless it replaces a field with another one. */
function storedName(shape: RowShape, property: string): string {
  const known = shape.scope.fields();
  const own = known.find((node) => node.property === property);
  const holder = known.find((node) => node.stored === property && node.property !== property);
  if (own !== undefined || holder === undefined) return own?.stored ?? property;
  throw new InvalidArgument(
    `addFields(...): "${property}" is the stored name of "${holder.property}", which it would overwrite. Choose another name.`,
    { code: "argument.pipeline", path: property },
  );
}

function topLevel(shape: RowShape, name: string, call: string): FieldNode {
  const node = shape.scope.field(name);
  if (node !== undefined) return node;
  const known = shape.scope.fields().map(({ property }) => property).join(", ");
  throw new InvalidArgument(`${call}("${name}"): the rows have no such field. There are: ${known}.`, {
    code: "argument.unknown_field",
    path: name,
  });
}
