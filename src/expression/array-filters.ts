import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { FieldNode } from "../schema/field.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { resolvePath } from "./field-path.ts";
import { elementOf, elementScope, type FieldScope } from "./field-scope.ts";
import type { SentUpdate } from "./merge-changes.ts";
import { isPlainObject, setOwn } from "./plain-object.ts";
import { compileCondition } from "./plain-filter.ts";
import { PredicateExpression, type SentFilter } from "./predicate.ts";

/** A step `$[name]` of an update's path. */
const IDENTIFIER = /^\$\[([a-z][A-Za-z0-9]*)\]$/;
const JOINING: ReadonlySet<string> = new Set(["$and", "$or", "$nor"]);

/**
 * The `arrayFilters` of an update as they are sent: expressions on `Product.items.at("$[name]")`, or plain filters whose paths begin with the
 * name and go on in the element's fields.
 *
 * @param update the update as it is sent: its paths say of which list each name stands for an element
 */
function compileArrayFilters(
  scope: FieldScope,
  filters: unknown,
  update: SentUpdate,
): SentFilter[] {
  if (!Array.isArray(filters)) {
    throw refused(scope, `arrayFilters is a list of filters, not ${describeValue(filters)}`);
  }
  const lists = Array.isArray(update) ? new Map<string, FieldNode | undefined>() : namedLists(scope, update);
  return filters.map((filter, index) => {
    if (filter instanceof PredicateExpression) return relative(scope, filter.toFilter(scope));
    if (isPlainObject(filter)) return compilePlain(scope, lists, filter);
    throw refused(scope, `arrayFilters[${index}] is no filter but ${describeValue(filter)}`);
  });
}

/**
 * Adds the `arrayFilters` of a call to a statement or command that carries the update.
 *
 * @param filters those of the call's options
 * @param update the update as it is sent, or what stands for a whole document, which has no such filters
 */
export function addArrayFilters(
  target: Record<string, unknown>,
  scope: FieldScope,
  filters: unknown,
  update: object,
): void {
  if (filters !== undefined) target.arrayFilters = compileArrayFilters(scope, filters, update as SentUpdate);
}

/** The lists behind the names that stand in the paths of an update. */
function namedLists(scope: FieldScope, update: Exclude<SentUpdate, unknown[]>): Map<string, FieldNode | undefined> {
  const lists = new Map<string, FieldNode | undefined>();
  for (const fields of Object.values(update)) {
    for (const path of Object.keys(fields)) if (path.includes("$[")) collect(scope, path, lists);
  }
  return lists;
}

function collect(scope: FieldScope, path: string, lists: Map<string, FieldNode | undefined>): void {
  const steps = path.split(".");
  let node = scope.fields().find((field) => field.stored === steps[0]);
  for (const step of steps.slice(1)) {
    const name = IDENTIFIER.exec(step)?.[1];
    if (name !== undefined) lists.set(name, node);
    const isEntry = node?.value.kind === "array" ? /^(\d+|\$.*)$/.test(step) : node?.value.kind === "record";
    node = isEntry ? elementOf(node) : node?.children().find((child) => child.stored === step);
  }
}

function compilePlain(
  scope: FieldScope,
  lists: ReadonlyMap<string, FieldNode | undefined>,
  filter: Record<string, unknown>,
): SentFilter {
  const sent: SentFilter = {};
  for (const [key, value] of Object.entries(filter)) {
    if (JOINING.has(key) && Array.isArray(value)) {
      sent[key] = value.map((member) => compilePlain(scope, lists, member));
      continue;
    }
    if (key.startsWith("$")) {
      sent[key] = value;
      continue;
    }
    const dot = key.indexOf(".");
    const name = dot < 0 ? key : key.slice(0, dot);
    if (!lists.has(name)) throw unknownName(scope, name, [...lists.keys()]);
    const list = lists.get(name);
    const elements = elementScope(list, `${scope.name}.$[${name}]`);
    const { stored, node } = dot < 0
      ? { stored: "", node: list?.element() }
      : list === undefined
      ? { stored: key.slice(dot), node: undefined }
      : withDot(resolvePath(elements, key.slice(dot + 1)));
    setOwn(sent, name + stored, compileCondition(node, value, key, elements, 0));
  }
  return sent;
}

function withDot({ stored, node }: ReturnType<typeof resolvePath>): ReturnType<typeof resolvePath> {
  return { stored: `.${stored}`, node };
}

/** A filter on `list.$[name].field` as the server wants it here: on `name.field`. */
function relative(scope: FieldScope, filter: SentFilter): SentFilter {
  const sent: SentFilter = {};
  for (const [key, value] of Object.entries(filter)) {
    if (JOINING.has(key)) sent[key] = (value as SentFilter[]).map((member) => relative(scope, member));
    else setOwn(sent, relativePath(scope, key), value);
  }
  return sent;
}

function relativePath(scope: FieldScope, path: string): string {
  const steps = path.split(".");
  const start = steps.findLastIndex((step) => IDENTIFIER.test(step));
  if (start < 0) {
    throw refused(
      scope,
      `an array filter is a condition on an element by its name, such as ${scope.name}.items.at("$[x]").n.gt(1), and "${path}" names none`,
    );
  }
  return [IDENTIFIER.exec(steps[start]!)![1], ...steps.slice(start + 1)].join(".");
}

function unknownName(scope: FieldScope, name: string, known: readonly string[]): InvalidArgument {
  const hint = known.length === 0 ? "no change of the update uses $[name]" : `the update uses ${known.join(", ")}`;
  return refused(scope, `arrayFilters has a condition on "${name}", but ${hint}`);
}

function refused(scope: FieldScope, what: string): InvalidArgument {
  return new InvalidArgument(`${scope.name}: ${what}.`, { code: "argument.options", path: "arrayFilters" });
}
