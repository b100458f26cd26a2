import { generate, literalKey, propertyOf } from "../../transfer/code-generation.ts";
import { setOwn } from "../../transfer/own-property.ts";
import type { Plan, PlanObject, PlanValue } from "../../transfer/plan.ts";
import { copyBytes, copyLoose, copyOthers } from "./copy-value.ts";
import { type CopyState, needsCopy, snapshotFields } from "./copy-rules.ts";

/** The copier of a plan as generated code: one literal for each object, so that all snapshots of a model have one hidden class. */
export function compileCopy(plan: Plan): CopyState {
  return new Generator(plan).copier();
}

class Generator {
  readonly #plan: Plan;
  readonly #constants: Record<string, unknown> = { copyBytes, copyLoose, copyOthers, setOwn, hasOwn: Object.hasOwn };
  readonly #functions = new Map<string, string>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  copier(): CopyState {
    const main = this.#object(0);
    return generate<CopyState>(this.#constants, `${[...this.#functions.values()].join("\n")}\nreturn ${main};`);
  }

  /** Name of the function that copies an object of the plan. */
  #object(index: number): string {
    const name = `object${index}`;
    if (this.#functions.has(name)) return name;
    this.#functions.set(name, "");
    const object = this.#plan.objects[index]!;
    const members = snapshotFields(object, index === 0).map((field) =>
      `${literalKey(field.property)}: ${this.#copy(field, propertyOf("source", field.property))}`
    );
    const literal = `{ ${members.join(", ")} }`;
    const body = object.unknown === "keep"
      ? `const copy = ${literal}; copyOthers(source, copy, ${this.#known(object, index)}); return copy;`
      : `return ${literal};`;
    this.#functions.set(name, `function ${name}(source) { ${body} }`);
    return name;
  }

  /** Expression that copies the value of an expression. */
  #copy(value: PlanValue, from: string): string {
    return needsCopy(value) ? `${this.#value(value)}(${from})` : from;
  }

  /** Name of the function that copies a value. */
  #value(value: PlanValue): string {
    const name = `value${this.#functions.size}`;
    this.#functions.set(name, "");
    const loose = `copyLoose(v, ${this.#constant("P", value)})`;
    this.#functions.set(name, `function ${name}(v) { ${this.#body(value, loose)} }`);
    return name;
  }

  #body(value: PlanValue, loose: string): string {
    const passed = 'if (typeof v !== "object" || v === null) return v;';
    switch (value.kind) {
      case "date":
        return `return v instanceof Date ? new Date(v.getTime()) : ${loose};`;
      case "binary":
        return value.decode === undefined ? "return copyBytes(v);" : `return ${loose};`;
      case "object":
        return `${passed} return ${this.#object(value.object!)}(v);`;
      case "array": {
        const element = value.element!;
        // A slice has just the room that it needs; a list that grows by push has room for many more.
        const each = needsCopy(element)
          ? `for (let i = 0; i < copy.length; i++) copy[i] = ${this.#copy(element, "copy[i]")};`
          : "";
        return `if (!Array.isArray(v)) return ${loose}; const copy = v.slice(); ${each} return copy;`;
      }
      case "record":
        return `${passed} const copy = {}; for (const key of Object.keys(v)) if (v[key] !== undefined) ` +
          `setOwn(copy, key, ${this.#copy(value.element!, "v[key]")}); return copy;`;
      default:
        return `${passed} return ${loose};`;
    }
  }

  #known(object: PlanObject, index: number): string {
    const names = object.fields.map((field) => field.property);
    return this.#constant("K", new Set(index === 0 ? ["id", ...names] : names));
  }

  #constant(prefix: string, value: unknown): string {
    const name = `${prefix}${Object.keys(this.#constants).length}`;
    this.#constants[name] = value;
    return name;
  }
}
