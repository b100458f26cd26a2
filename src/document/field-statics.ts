import { fieldsOf } from "../expression/field-expression.ts";
import { type ModelClassLike, modelOf } from "../schema/model.ts";
import type { BaseClass } from "./generate.ts";

/** The field expressions of a class, by name. */
function expressionsOf(model: ModelClassLike): Record<string, unknown> {
  return fieldsOf(modelOf(model)) as Record<string, unknown>;
}

/** `Product.fields` and `Product.price`: a getter for each field whose name no static member has. */
export function defineFields(base: BaseClass, names: readonly string[]): void {
  Object.defineProperty(base, "fields", {
    get(this: ModelClassLike): object {
      return expressionsOf(this);
    },
  });
  for (const name of new Set(["id", ...names])) {
    if (name !== "settings" && !(name in base)) defineField(base, name);
  }
}

/** Remembers the expression of the class that asked last: nearly always there is only one. */
function defineField(base: BaseClass, name: string): void {
  let asked: ModelClassLike | undefined;
  let expression: unknown;
  Object.defineProperty(base, name, {
    configurable: true,
    get(this: ModelClassLike): unknown {
      if (asked === this) return expression;
      expression = expressionsOf(this)[name];
      asked = this;
      return expression;
    },
  });
}
