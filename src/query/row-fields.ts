import { type FieldExpression, fieldExpression } from "../expression/field-expression.ts";
import type { FieldScope } from "../expression/field-scope.ts";
import type { FieldNode } from "../schema/field.ts";
import { untypedNode } from "./row-nodes.ts";

/** The fields of rows that a pipeline makes, by their names in the rows. */
export class RowScope implements FieldScope {
  readonly name: string;
  readonly #fields: ReadonlyMap<string, FieldNode>;
  readonly #open: boolean;

  /** @param open the rows may have other fields too */
  constructor(name: string, fields: readonly FieldNode[], open: boolean) {
    this.name = name;
    this.#fields = new Map(fields.map((field) => [field.property, field]));
    this.#open = open;
  }

  field(property: string): FieldNode | undefined {
    return this.#fields.get(property) ?? (this.#open ? untypedNode(property) : undefined);
  }

  fields(): FieldNode[] {
    return [...this.#fields.values()];
  }
}

/**
 * The fields of rows as expressions. What is computed has names that nobody declared, so this is the one place that answers any name, by a Proxy; models
 * never go through it.
 */
export function rowFields(scope: RowScope): object {
  return new Proxy({}, {
    get: (_, name) => {
      const node = typeof name === "string" ? scope.field(name) : undefined;
      return node && rowField(node, node.stored);
    },
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
