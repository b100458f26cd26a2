import { z } from "zod";
import type { Rows } from "../client/operation.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { setOwn } from "../expression/plain-object.ts";
import { resolvePath } from "../expression/field-path.ts";
import { Compiler } from "../schema/compiler.ts";
import { isModel, modelOf, type ModelRuntime } from "../schema/model.ts";
import type { AnySchema } from "../schema/zod.ts";
import type { Plan } from "../transfer/plan.ts";
import { type QueryState, rowsOf } from "./query-state.ts";
import { plainRows } from "./rows.ts";

/** How the rows of a query are made, and what is asked of the server for them. */
export interface Projection {
  readonly rows: Rows<object>;
  /** The `projection` of a command; undefined: whole documents. */
  readonly fields: Record<string, unknown> | undefined;
  /** The rows are instances of this one, which may have links of its own. */
  readonly model?: ModelRuntime;
}

/** The rows of a query that was not projected. The server sends whole documents: what the model does not know is skipped in the engine. */
export function ownProjection(state: QueryState): Projection {
  const { model, withChildren } = state;
  // Of several classes each has fields of its own, and what tells them apart has to come along.
  const isMixed = withChildren && model.family !== undefined;
  const fields = isMixed ? undefined : model.settings.projection as Projection["fields"];
  return { rows: rowsOf(state), fields };
}

/** The rows that `project(target)` gives. */
export function projectionOf(target: unknown): Projection {
  if (isModel(target)) {
    const model = modelOf(target);
    const { projection, unknownFields } = model.settings;
    const fields = unknownFields === "keep" || model.isUnion ? undefined : projectedFields(model.plan);
    return { rows: model.rows(), fields: projection as Projection["fields"] ?? fields, model };
  }
  if (target instanceof z.ZodObject) return schemaProjection(target);
  throw new InvalidArgument(
    `project(...) takes a class made by Model() or Document(), or a Zod object schema; found ${describeValue(target)}.`,
    { code: "argument.projection" },
  );
}

/**
 * Selections that were made before, by model and names: each has a plan, for which a reader is compiled and which the engine knows. Names may come
 * from data, so the number is bounded; the oldest is forgotten first.
 */
const selections = new WeakMap<ModelRuntime, Map<string, Projection>>();
const KNOWN_SELECTIONS = 100;

/** The rows that `select(...names)` gives: plain objects with some of the model's fields, and the id. */
export function selection(model: ModelRuntime, names: readonly string[]): Projection {
  const stored = new Set(["_id", ...names.map((name) => topLevel(model, name))]);
  const key = [...stored].join();
  let known = selections.get(model);
  if (known === undefined) selections.set(model, known = new Map());
  let made = known.get(key);
  if (made === undefined) {
    made = select(model, stored);
    if (known.size === KNOWN_SELECTIONS) known.delete(known.keys().next().value!);
    known.set(key, made);
  }
  return made;
}

function select(model: ModelRuntime, stored: ReadonlySet<string>): Projection {
  const [document, ...nested] = model.plan.objects;
  const fields = document!.fields.filter((field) => stored.has(field.name));
  const plan: Plan = { model: model.plan.model, objects: [{ ...document!, unknown: "strip", fields }, ...nested] };
  return { rows: plainRows(plan), fields: projectedFields(plan) };
}

function topLevel(model: ModelRuntime, name: string): string {
  const { stored } = resolvePath(model, name);
  if (!stored.includes(".")) return stored;
  throw new InvalidArgument(
    `${model.name}: select("${name}") takes names of whole fields. For parts of them use project(...) with a Zod object of that shape.`,
    { code: "argument.projection", path: name },
  );
}

const ofSchemas = new WeakMap<z.ZodObject, Projection>();

function schemaProjection(schema: z.ZodObject): Projection {
  let made = ofSchemas.get(schema);
  if (made === undefined) {
    const compiler = new Compiler("projection");
    compiler.document(schema, schema.shape as Record<string, AnySchema>, "strip");
    made = { rows: plainRows(compiler.plan), fields: projectedFields(compiler.plan) };
    ofSchemas.set(schema, made);
  }
  return made;
}

/** The top-level fields of a plan; the server sends `_id` unless told otherwise. */
function projectedFields(plan: Plan): Record<string, 1 | 0> {
  const fields: Record<string, 1 | 0> = {};
  for (const field of plan.objects[0]!.fields) setOwn(fields, field.name, 1);
  fields._id ??= 0;
  return fields;
}
