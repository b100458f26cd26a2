import { TYPE_NAMES } from "../../src/transfer/bson-type.ts";
import { fieldExpression } from "../../src/expression/field-expression.ts";
import { resolvePath } from "../../src/expression/field-path.ts";
import type { FieldScope } from "../../src/expression/field-scope.ts";
import { and, not, or } from "../../src/expression/logical.ts";
import type { PredicateExpression } from "../../src/expression/predicate.ts";
import type { FieldSortKey } from "../../src/expression/sort-key.ts";
import { initialState, type QueryState } from "../../src/query/query-state.ts";
import type { FieldNode } from "../../src/schema/field.ts";
import type { ModelRuntime } from "../../src/schema/model.ts";
import type { Predicate } from "../../src/types/expressions.ts";
import { fieldsOf } from "../model-fields.ts";
import { Refusal } from "../refusal.ts";
import { operandOf } from "./operand.ts";
import { OPERATORS, operatorsOf } from "./operators.ts";
import type { ConditionRequest, QueryRequest } from "./request.ts";

const TYPES: ReadonlySet<string> = new Set([...TYPE_NAMES.values(), "number"]);

/** The longest that a query of the page may take the server, in milliseconds. */
const TIME_LIMIT = 30_000;

/** A condition with its operands as the method of the field takes them. */
export interface ResolvedCondition {
  readonly field: string;
  readonly node: FieldNode | undefined;
  readonly stored: string;
  readonly operator: ConditionRequest["operator"];
  readonly operands: readonly unknown[];
  readonly negated: boolean;
}

/** Where names of fields are looked up; a union has those of its members. */
export function scopeOf(model: ModelRuntime): FieldScope {
  if (!model.isUnion) return model;
  const fields = fieldsOf(model);
  return {
    name: model.name,
    settings: model.settings,
    field: (property) => fields.find((node) => node.property === property),
    fields: () => fields,
  };
}

/** @throws {Refusal} for an operator that does not fit the field, and operands that do not fit either */
export function resolveCondition(model: ModelRuntime, given: ConditionRequest): ResolvedCondition {
  const { field, operator, negated } = given;
  const { stored, node } = resolvePath(scopeOf(model), field);
  if (!operatorsOf(node).includes(operator)) {
    throw new Refusal("value", `${field} has no operator ${operator}: ${operatorsOf(node).join(", ")} fit.`);
  }
  return { field, node, stored, operator, negated, operands: operandsOf(node, given) };
}

function operandsOf(node: FieldNode | undefined, { field, operator, values, text, options }: ConditionRequest) {
  switch (OPERATORS[operator]) {
    case "value":
      if (values.length !== 1) throw new Refusal("request", `${field}.${operator} takes one value.`);
      return [operandOf(node, values[0]!, field)];
    case "values":
      return [values.map((value) => operandOf(node, value, field))];
    case "boolean":
      return [text !== "false"];
    case "types": {
      const names = text.split(/[\s,]+/).filter((name) => name !== "");
      const unknown = names.find((name) => !TYPES.has(name));
      if (names.length > 0 && unknown === undefined) return names;
      throw invalid(field, `takes names of BSON types: ${[...TYPES].join(", ")}`);
    }
    case "pattern":
      return options === "" ? [text] : [text, options];
    case "number":
      return [whole(field, text)];
    case "division": {
      const [by = "", rest = ""] = text.split(/[\s,]+/);
      return [whole(field, by), whole(field, rest)];
    }
  }
}

function whole(field: string, text: string): number {
  if (/^-?\d{1,15}$/.test(text.trim())) return Number(text);
  throw invalid(field, "takes whole numbers");
}

function invalid(field: string, message: string): Refusal {
  return new Refusal("value", `${field} ${message}.`, { issues: [{ path: field, message }] });
}

/** The query that the page asked for, of the library's own parts: names, operators and values are checked by it once more, and by the engine. */
export function buildState(model: ModelRuntime, request: QueryRequest): QueryState {
  const predicates = request.conditions.map((given) => predicateOf(resolveCondition(model, given)));
  const joined = request.match === "any" ? or : and;
  const criteria = predicates.length === 0 ? [] : [joined(...predicates) as unknown as PredicateExpression];
  const { skip, limit, withChildren } = request;
  return {
    ...initialState(model, true),
    filters: criteria.map((criterion) => criterion.toFilter(scopeOf(model))),
    scope: request.withDeleted ? "all" : "live",
    sort: request.sort.map(({ field, direction }) => sortKey(model, field, direction)),
    options: { maxTimeMS: TIME_LIMIT, allowDiskUse: true },
    skip,
    limit,
    withChildren,
  };
}

/** The same with the id behind the sort that was asked for: pages of documents that are equal in the sort would overlap otherwise. */
export function paged(state: QueryState): QueryState {
  return { ...state, sort: [...state.sort, fieldExpression(undefined, "_id").asc()] };
}

function sortKey(model: ModelRuntime, field: string, direction: 1 | -1): FieldSortKey {
  const { stored, node } = resolvePath(scopeOf(model), field);
  const expression = fieldExpression(node, stored);
  return direction === 1 ? expression.asc() : expression.desc();
}

type Method = (...operands: readonly unknown[]) => Predicate<never>;

function predicateOf({ node, stored, operator, operands, negated }: ResolvedCondition): Predicate<never> {
  const expression = fieldExpression(node, stored) as unknown as Readonly<Record<string, Method>>;
  const predicate = expression[operator]!(...operands);
  return negated ? not(predicate) : predicate;
}
