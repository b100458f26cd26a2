import { openCursor } from "../client/cursor.ts";
import { runDocument } from "../client/run.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { decodeValue } from "../expression/decode-value.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { resolvePath } from "../expression/field-path.ts";
import { type FieldReference, isFieldReference, NODE, PATH } from "../expression/field-reference.ts";
import { checkCountable } from "../expression/operand.ts";
import { operandPath } from "../expression/predicate.ts";
import { operationOf, type QueryState } from "./query-state.ts";
import { aggregateCommand, distinctCommand, matchStages, pagingStages } from "./read-command.ts";
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
  const path = operandPath(reference[PATH]);
  const pipeline = [...matchStages(state), ...pagingStages(state), {
    $group: { _id: null, value: { [operator]: path } },
  }];
  const rows = await openCursor(operationOf(state, aggregateCommand(state, pipeline)), untypedRows).toArray();
  const value = rows[0]?.value ?? null;
  return operator === "$min" || operator === "$max" ? decodeValue(reference[NODE], value, reference[PATH]) : value;
}

/** The different values of a field. */
export async function distinctValues(state: QueryState, field: unknown): Promise<unknown[]> {
  const reference = fieldOf(state, field);
  const node = reference[NODE];
  const path = reference[PATH];
  const reply = await runDocument(operationOf(state, distinctCommand(state, path)));
  const entry = node?.value.kind === "array" ? node.element() : node;
  return (reply.values as unknown[]).map((value) => decodeValue(entry, value, path));
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
