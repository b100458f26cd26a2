import { openCursor } from "../client/cursor.ts";
import { runDocument } from "../client/run.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { decodeValue } from "../expression/decode-value.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { resolvePath } from "../expression/field-path.ts";
import { type FieldReference, isFieldReference, NODE, PATH } from "../expression/field-reference.ts";
import { checkCountable } from "../expression/operand.ts";
import { operandPath } from "../expression/predicate.ts";
import { targetStages } from "./fetching-read.ts";
import { checkOwnPath, operationOf, type QueryState, separatedState } from "./query-state.ts";
import { aggregateCommand, distinctCommand } from "./read-command.ts";
import { untypedRows } from "./rows.ts";

/** One value computed over a field of all documents of a query, paging included; `null` when there are none. */
export async function groupValue(
  state: QueryState,
  operator: "$sum" | "$avg" | "$min" | "$max",
  field: unknown,
): Promise<unknown> {
  const reference = fieldOf(state, field);
  // The server would take text for 0.
  if (operator === "$sum" || operator === "$avg") checkCountable(reference[NODE], reference[PATH], operator);
  const { stages, path } = valuesOf(state, reference[PATH]);
  const pipeline = [...stages, { $group: { _id: null, value: { [operator]: operandPath(path) } } }];
  const rows = await openCursor(operationOf(state, aggregateCommand(state, pipeline)), untypedRows).toArray();
  const value = rows[0]?.value ?? null;
  return operator === "$min" || operator === "$max" ? decodeValue(reference[NODE], value, reference[PATH]) : value;
}

/** The different values of a field. */
export async function distinctValues(state: QueryState, field: unknown): Promise<unknown[]> {
  const reference = fieldOf(state, field);
  const node = reference[NODE];
  const path = reference[PATH];
  const entry = node?.value.kind === "array" ? node.element() : node;
  if (state.fetch === undefined) checkOwnPath(state, path);
  const values = state.fetch === undefined
    ? (await runDocument(operationOf(state, distinctCommand(state, path)))).values as unknown[]
    : await distinctFetched(state, path, node?.value.kind === "array");
  return values.map((value) => decodeValue(entry, value, path));
}

/** The server's `distinct` looks nothing up: a pipeline does what it does, entries of lists included. */
async function distinctFetched(state: QueryState, path: string, isList: boolean): Promise<unknown[]> {
  const made = valuesOf({ ...state, sort: [], skip: 0, limit: 0 }, path);
  const unwind = { $unwind: { path: "$v", preserveNullAndEmptyArrays: true } };
  const pipeline = [
    ...made.stages,
    { $project: { _id: 0, v: operandPath(made.path) } },
    unwind,
    ...(isList ? [unwind] : []),
    { $match: { v: { $exists: true } } },
    { $group: { _id: "$v" } },
  ];
  const rows = await openCursor(operationOf(state, aggregateCommand(state, pipeline)), untypedRows).toArray();
  return rows.map(({ _id }) => _id);
}

/** The stages that leave the documents of a query, and the path of a field in them: one of linked documents comes once for each of these. */
function valuesOf(state: QueryState, path: string): { stages: readonly object[]; path: string } {
  const parts = separatedState(state);
  const there = parts.pathOf(path);
  const lookup = parts.needed.find(({ name }) => there.startsWith(`${name}.`));
  const stages = targetStages(state, parts, { keeps: lookup === undefined ? [] : [lookup] });
  return { stages: lookup === undefined ? stages : [...stages, { $unwind: `$${lookup.name}` }], path: there };
}

/** A field given as an expression, or by its name. */
function fieldOf(state: QueryState, field: unknown): FieldReference {
  if (isFieldReference(field)) return field;
  if (typeof field === "string") {
    const { node, stored } = resolvePath(state.model, field);
    return { [NODE]: node, [PATH]: stored };
  }
  throw new InvalidArgument(
    `${state.model.name}: a field is ${state.model.name}.price or "price"; found ${describeValue(field)}.`,
    {
      code: "argument.field",
    },
  );
}
