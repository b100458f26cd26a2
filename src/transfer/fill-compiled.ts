import { Decimal128 } from "../values/decimal128.ts";
import { ObjectId } from "../values/object-id.ts";
import { Timestamp } from "../values/timestamp.ts";
import { uuidFromWords } from "../values/uuid.ts";
import { assignment, expandable, generate, literalKey } from "./code-generation.ts";
import type { Fill } from "./frame.ts";
import { KnownNames, readKept } from "./kept-fields.ts";
import { setOwn } from "./own-property.ts";
import {
  type FillObject,
  isShown,
  mayBeMissing,
  objectsOf,
  type Plan,
  type PlanField,
  type PlanObject,
  type PlanValue,
} from "./plan.ts";
import { readTagged } from "./read-tagged.ts";
import { regexFrom } from "./regex-value.ts";
import { Path } from "./source-path.ts";

const LOAD = "w = frame.w; d = frame.d; s = frame.s;";
const STORE = "frame.w = w; frame.d = d; frame.s = s;";
const OPEN = `const { i32, f64, i64, text } = frame; let ${LOAD.replaceAll("; ", ", ")}`;

/** Longest list that is made in its final size: engines keep those that begin much larger as hash tables. */
const LARGEST_RESERVED = 1024;

/** The reader of a plan as generated straight-line code over local positions; embedded objects and lists are expanded in place. */
export function compileReader(plan: Plan): Fill {
  return new Generator(plan).fill();
}

/** The same for one object of a plan, whose document was begun. */
export function compileObjectReader(plan: Plan, index: number): FillObject {
  return new Generator(plan).fillObject(index);
}

class Generator {
  private readonly plan: Plan;
  private readonly expand: (index: number) => boolean;
  private readonly constants: Record<string, unknown> = {
    ObjectId,
    Decimal128,
    Timestamp,
    uuidFromWords,
    readTagged,
    readKept,
    regexFrom,
    setOwn,
  };
  private readonly functions = new Map<number, string>();
  private names = 0;

  constructor(plan: Plan) {
    this.plan = plan;
    this.expand = expandable(plan);
  }

  fill(): Fill {
    const { root } = this.plan;
    const body = root === undefined
      ? this.into(0, Path.root)
      : `switch (i32[w++]) { ${
        objectsOf(root).map((index) => `case ${index}: { ${this.into(index, Path.root)} break; }`).join(" ")
      } }`;
    return this.made<Fill>(`function fill(target, frame) { frame.begin(); ${OPEN} ${body} ${STORE} }`);
  }

  fillObject(index: number): FillObject {
    const body = this.into(index, Path.parameter("path"));
    return this.made<FillObject>(`function fill(target, frame, path) { ${OPEN} ${body} ${STORE} }`);
  }

  private made<F>(main: string): F {
    return generate<F>(this.constants, `${[...this.functions.values()].join("\n")}\nreturn ${main};`);
  }

  /** Reads an object into the variable `target`. */
  private into(index: number, path: Path): string {
    const use = (field: PlanField, value: string): string => assignment("target", field.property, value);
    return this.fields(this.plan.objects[index]!, path, use, "target");
  }

  /** A name that is not used elsewhere; the underline keeps it apart from the fixed ones (`i32`). */
  private name(prefix: string): string {
    return `${prefix}_${this.names++}`;
  }

  private constant(prefix: string, value: unknown): string {
    const name = this.name(prefix);
    this.constants[name] = value;
    return name;
  }

  /** Reads the fields of an object; `use` says what happens to each value that is there. `kept`: variable that takes unknown fields. */
  private fields(
    object: PlanObject,
    path: Path,
    use: (field: PlanField, value: string) => string,
    kept: string,
  ): string {
    const states = this.name("p");
    const words = (object.fields.length + 15) >>> 4;
    let code = words === 0 ? "" : `const ${states} = w; w += ${words};\n`;
    let after = "";
    if (object.unknown === "keep") {
      const count = this.name("e");
      code += `const ${count} = i32[w++];\n`;
      const names = this.constant("N", new KnownNames(this.plan, object));
      after = `if (${count} !== 0) { ${STORE} readKept(frame, ${kept}, ${count}, ${names}); ${LOAD} }\n`;
    }
    object.fields.forEach((field, i) => {
      code += this.field(field, `i32[${states} + ${i >>> 4}] >>> ${(i & 15) * 2} & 3`, path.field(field.property), use);
    });
    return code + after;
  }

  private field(field: PlanField, state: string, path: Path, use: (field: PlanField, value: string) => string): string {
    const value = this.name("v");
    const used = isShown(field) ? use(field, value) : "";
    const native = this.native(field, value, path) + this.decoded(field, value, path);
    const null_ = `${value} = null; ${this.decoded(field, value, path)}`;
    if (!mayBeMissing(field)) {
      if (field.nullable !== true) return `let ${value}; ${native} ${used}\n`;
      return `let ${value}; if ((${state}) === 0) { ${native} } else { ${null_} } ${used}\n`;
    }
    const missing = field.default === undefined
      ? ""
      : `if (${value}s === 1) { ${value} = ${this.constant("D", field.default)}(); ${used} } else `;
    return `let ${value}; const ${value}s = ${state}; if (${value}s === 0) { ${native} ${used} } else ${missing}if (${value}s === 2) { ${null_} ${used} }\n`;
  }

  private decoded(value: PlanValue, name: string, path: Path): string {
    return value.decode === undefined ? "" : `${name} = ${this.constant("H", value.decode)}(${name}, ${path.source});`;
  }

  private native(value: PlanValue, v: string, path: Path): string {
    switch (value.kind) {
      case "string":
        return `${v} = text.substring(s, s += i32[w++]);`;
      case "number":
      case "int":
        return `if ((${v} = i32[w++]) === -2147483648) ${v} = f64[d++];`;
      case "double":
        return `${v} = f64[d++];`;
      case "long":
        return `${v} = i64[d++];`;
      case "boolean":
        return `${v} = i32[w++] === 1;`;
      case "date":
        return `${v} = new Date(f64[d++]);`;
      case "objectId":
        return `${v} = new ObjectId(i32[w], i32[w + 1], i32[w + 2]); w += 3;`;
      case "decimal128":
        return `${v} = new Decimal128(i32[w], i32[w + 1], i32[w + 2], i32[w + 3]); w += 4;`;
      case "binary":
        return `${v} = frame.bytes(i32[w++]);`;
      case "uuid":
        return `${v} = uuidFromWords(i32[w], i32[w + 1], i32[w + 2], i32[w + 3]); w += 4;`;
      case "timestamp":
        return `${v} = new Timestamp(i32[w + 1] >>> 0, i32[w] >>> 0); w += 2;`;
      case "regex":
        return `${v} = regexFrom(text.substring(s, s += i32[w]), text.substring(s, s += i32[w + 1])); w += 2;`;
      case "any":
        return `${STORE} ${v} = readTagged(frame, false); ${LOAD}`;
      case "object":
        return this.object(value.object!, v, path);
      case "variant": {
        const cases = objectsOf(value.variant!).map((index) =>
          `case ${index}: { ${this.object(index, v, path)} break; }`
        );
        return `switch (i32[w++]) { ${cases.join(" ")} }`;
      }
      case "array":
      case "record":
        return this.list(value, v, path);
    }
  }

  private object(index: number, v: string, path: Path): string {
    if (this.expand(index)) return `{ ${this.literal(index, v, path)} }`;
    const { create } = this.plan.objects[index]!;
    if (create !== undefined) return this.instance(index, create, v, path);
    const name = `object${index}`;
    if (!this.functions.has(index)) {
      this.functions.set(index, "");
      const body = this.literal(index, "o", Path.parameter("path"));
      this.functions.set(index, `function ${name}(frame, path) { ${OPEN} let o; ${body} ${STORE} return o; }`);
    }
    return `${STORE} ${v} = ${name}(frame, ${path.source}); ${LOAD}`;
  }

  /** An instance of a class, which calls the reader of its fields from inside of its constructor. */
  private instance(index: number, create: NonNullable<PlanObject["create"]>, v: string, path: Path): string {
    const name = `instance${index}`;
    if (!this.functions.has(index)) {
      this.functions.set(index, "");
      const body = this.into(index, Path.parameter("path"));
      this.functions.set(index, `function ${name}(target, frame, path) { ${OPEN} ${body} ${STORE} }`);
      this.constants[`create${index}`] = create;
    }
    return `${STORE} ${v} = create${index}(${name}, frame, ${path.source}); ${LOAD}`;
  }

  /** An object literal where all fields are there, which is the common case and gives one hidden class; else field by field. */
  private literal(index: number, v: string, path: Path): string {
    const object = this.plan.objects[index]!;
    const values: { field: PlanField; key: string; value: string; set: string }[] = [];
    const shown = object.fields.filter(isShown);
    const certain = shown.every((field) => !mayBeMissing(field));
    const has = this.name("m");
    const o = this.name("o");
    const hasKept = object.unknown === "keep";
    if (hasKept || object.fields.length === 0) {
      return `const ${o} = {}; ${v} = ${o}; ${
        this.fields(object, path, (field, value) => assignment(o, field.property, value), o)
      }`;
    }
    const code = this.fields(object, path, (field, value) => {
      values.push({ field, key: literalKey(field.property), value, set: assignment(v, field.property, value) });
      return certain || !mayBeMissing(field) ? "" : `${has}++;`;
    }, v);
    const literal = `${v} = { ${values.map(({ key, value }) => `${key}: ${value}`).join(", ")} };`;
    if (certain) return `${code} ${literal}`;
    const optional = shown.filter(mayBeMissing).length;
    const single = values.map(({ field, value, set }) =>
      mayBeMissing(field) && field.default === undefined ? `if (${value}s !== 1) { ${set} }` : set
    );
    return `let ${has} = 0; ${code} if (${has} === ${optional}) ${literal} else { ${v} = {}; ${single.join(" ")} }`;
  }

  private list(value: PlanValue, v: string, path: Path): string {
    const [n, st, i, e, k] = ["n", "t", "i", "x", "k"].map((prefix) => this.name(prefix)) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const element = value.element!;
    const record = value.kind === "record";
    const place = record ? path.variable(k) : path.variable(i);
    const native = this.native(element, e, place);
    const store = record ? `setOwn(${v}, ${k}, ${e});` : `${v}[${i}] = ${e};`;
    // A list that grows reserves more than it needs, up to 16 places for a single element.
    const empty = record ? "{}" : `${n} <= ${LARGEST_RESERVED} ? new Array(${n}) : []`;
    return `let ${n} = i32[w++], ${st} = -1;
      if (${n} < 0) { ${n} &= 2147483647; ${st} = w; w += ${n} + 15 >>> 4; }
      ${v} = ${empty};
      for (let ${i} = 0; ${i} < ${n}; ${i}++) { let ${e};
        ${record ? `const ${k} = text.substring(s, s += i32[w++]);` : ""}
        if (${st} >= 0 && (i32[${st} + (${i} >>> 4)] >>> (${i} & 15) * 2 & 3) === 2) ${e} = null; else { ${native} }
        ${this.decoded(element, e, place)} ${store} }`;
  }
}
