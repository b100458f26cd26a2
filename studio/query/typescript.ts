import { Binary } from "../../src/values/binary.ts";
import { BSONRegExp } from "../../src/values/bson-regexp.ts";
import { BsonValue } from "../../src/values/bson-value.ts";
import { DBRef } from "../../src/values/db-ref.ts";
import { Decimal128 } from "../../src/values/decimal128.ts";
import { isObjectId } from "../../src/values/object-id.ts";
import { Timestamp } from "../../src/values/timestamp.ts";
import type { ModelRuntime } from "../../src/schema/model.ts";
import { Refusal } from "../refusal.ts";
import { resolveCondition, type ResolvedCondition } from "./build.ts";
import type { QueryRequest } from "./request.ts";

const NAME = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/** Code of a query, and what it needs of Haricot. */
export interface QueryCode {
  readonly code: string;
  readonly imports: readonly string[];
}

/** The query as TypeScript: `Product.find(Product.price.lt(10)).sort(Product.price.desc()).limit(50)`. */
export function typescriptOf(model: ModelRuntime, request: QueryRequest): QueryCode {
  const writer = new CodeWriter(model);
  const conditions = request.conditions.map((given) => writer.condition(resolveCondition(model, given)));
  const isAny = request.match === "any" && conditions.length > 1;
  const criteria = isAny ? `${writer.use("or")}(${conditions.join(", ")})` : conditions.join(", ");
  const find = request.withDeleted && model.softDeletes ? "findManyInAll" : "find";
  const calls = [`${model.name}.${find}(${criteria})`];
  if (request.withChildren) calls.push("withChildren()");
  if (request.sort.length > 0) {
    const keys = request.sort.map(({ field, direction }) =>
      `${writer.path(field)}.${direction === 1 ? "asc" : "desc"}()`
    );
    calls.push(`sort(${keys.join(", ")})`);
  }
  if (request.skip > 0) calls.push(`skip(${request.skip})`);
  calls.push(`limit(${request.limit})`);
  return { code: `await ${calls.join("\n  .")};`, imports: [...writer.imports].sort() };
}

class CodeWriter {
  readonly imports = new Set<string>();

  constructor(readonly model: ModelRuntime) {}

  use(name: string): string {
    this.imports.add(name);
    return name;
  }

  condition({ field, operator, operands, negated }: ResolvedCondition): string {
    const code = `${this.path(field)}.${operator}(${operands.map((operand) => this.value(operand)).join(", ")})`;
    return negated ? `${this.use("not")}(${code})` : code;
  }

  /** The expression of a field. Names that a static or an operator has taken are at `fields`; what is no name is reached by `at`. */
  path(field: string): string {
    const [first = "", ...steps] = field.split(".");
    const { name, documentClass } = this.#declaring(first);
    const statics = documentClass as unknown as Holder;
    const isStatic = NAME.test(first) && isField(statics[first]);
    let code = `${name}${isStatic ? "" : ".fields"}${access(first)}`;
    let at = (isStatic ? statics[first] : statics.fields?.[first]) as Holder;
    for (const step of steps) {
      if (NAME.test(step) && isField(at[step])) {
        code += `.${step}`;
        at = at[step] as Holder;
      } else if (isField(at.fields?.[step])) {
        code += `.fields${access(step)}`;
        at = at.fields![step] as Holder;
      } else {
        const key = /^\d+$/.test(step) ? Number(step) : step;
        code += `.at(${JSON.stringify(key)})`;
        at = at.at!(key);
      }
    }
    return code;
  }

  /** A union has no fields: criteria on it are those of its members. */
  #declaring(property: string): ModelRuntime {
    const members = this.model.isUnion ? this.model.withDescendants() : [];
    return members.find(({ shape }) => property === "id" || shape.names.includes(property)) ?? this.model;
  }

  value(value: unknown): string {
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
    if (value === null || typeof value === "string" || typeof value === "boolean") return JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map((entry) => this.value(entry)).join(", ")}]`;
    if (value instanceof Date) return `new Date(${JSON.stringify(value.toISOString())})`;
    if (isObjectId(value)) return `new ${this.use("ObjectId")}(${JSON.stringify(value.toHexString())})`;
    if (value instanceof Uint8Array) return `new Uint8Array([${value.join(", ")}])`;
    if (value instanceof Decimal128) return `new ${this.use("Decimal128")}(${JSON.stringify(String(value))})`;
    if (value instanceof Timestamp) return `new ${this.use("Timestamp")}(${value.seconds}, ${value.increment})`;
    if (value instanceof Binary) {
      return `new ${this.use("Binary")}(${this.value(value.bytes)}, ${value.subtype})`;
    }
    if (value instanceof DBRef) return this.value(value.$id);
    if (value instanceof BSONRegExp) {
      return `new ${this.use("BSONRegExp")}(${JSON.stringify(value.pattern)}, ${JSON.stringify(value.options)})`;
    }
    if (value instanceof BsonValue) throw new Refusal("value", `There is no code for a ${value._bsontype}.`);
    const entries = Object.entries(value as object).map(([key, entry]) =>
      `${JSON.stringify(key)}: ${this.value(entry)}`
    );
    return `{ ${entries.join(", ")} }`;
  }
}

/** Where expressions of fields are: a class, or a field with others inside. */
interface Holder {
  readonly [name: string]: unknown;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly at?: (step: string | number) => Holder;
}

function access(name: string): string {
  return NAME.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** Whether it is the expression of a field, and no static or operator of that name. */
function isField(value: unknown): boolean {
  return typeof value === "object" && value !== null && "asc" in value;
}
