import { type FieldExpression, fieldExpression } from "../expression/field-expression.ts";
import type { FieldNode } from "../schema/field.ts";
import type { FieldScope } from "../expression/field-scope.ts";

/** The names of rows that a pipeline makes; only some of them may be known. */
export class RowScope implements FieldScope {
  readonly name: string;
  readonly #known: ReadonlyMap<string, FieldNode | undefined>;

  constructor(name: string, known: ReadonlyMap<string, FieldNode | undefined>) {
    this.name = name;
    this.#known = known;
  }

  /** A field by its name in the rows, which is its stored name. */
  field(property: string): FieldNode {
    const node = this.#known.get(property);
    return node === undefined ? untypedNode(property) : renamed(node, property);
  }

  fields(): FieldNode[] {
    return [...this.#known.keys()].map((name) => this.field(name));
  }
}

/**
 * The fields of rows as expressions. Rows have names that nobody declared, so this is the one place that answers any name, by a Proxy; models never go through it.
 */
export function rowFields(scope: RowScope): object {
  return new Proxy({}, {
    get: (_, name) => typeof name === "string" ? rowField(scope.field(name), name) : undefined,
  });
}

function rowField(node: FieldNode, path: string): FieldExpression {
  const field = fieldExpression(node, path);
  if (node.value.kind !== "any") return field;
  return new Proxy(field, {
    get: (target, name) =>
      typeof name === "symbol" || name in target
        ? Reflect.get(target, name, target)
        : rowField(untypedNode(name), `${path}.${name}`),
  });
}

function untypedNode(name: string): FieldNode {
  return {
    property: name,
    stored: name,
    path: name,
    schema: undefined,
    value: { kind: "any" },
    child: () => undefined,
    children: () => [],
    element: () => undefined,
    encodeCustom: (value) => value,
    keepsNulls: () => true,
  };
}

function renamed(node: FieldNode, name: string): FieldNode {
  return {
    property: name,
    stored: name,
    path: name,
    schema: node.schema,
    value: node.value,
    child: (property) => node.child(property),
    children: () => node.children(),
    element: () => node.element(),
    encodeCustom: (value) => node.encodeCustom(value),
    keepsNulls: () => true,
  };
}
