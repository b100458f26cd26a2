import { ObjectId } from "../values/object-id.ts";
import { writeUuid } from "../values/uuid.ts";
import { expandable, generate, propertyOf } from "./code-generation.ts";
import { KnownNames } from "./kept-fields.ts";
import { MAX_DEPTH } from "./layout.ts";
import {
  mayBeMissing,
  objectsOf,
  type Plan,
  type PlanField,
  type PlanObject,
  type PlanValue,
  type PlanVariant,
} from "./plan.ts";
import { Path } from "./source-path.ts";
import { isOfKind } from "./value-tests.ts";
import { valueTest } from "./value-test-source.ts";
import { takesNull, writeAny } from "./write-any.ts";
import { REFUSED, type Write } from "./write-context.ts";
import { chosen, regexParts } from "./write-interpreted.ts";
import { writeKept } from "./write-kept.ts";

const LOAD = "words = out.words; doubles = out.doubles; longs = out.longs; w = out.w; d = out.d; text = out.text;";
const STORE = "out.w = w; out.d = d; out.text = text;";
const OPEN = `const out = context.out; let ${LOAD.slice(0, -1).replaceAll(";", ",")}, v;`;

/** Words and 8-byte slots that values of fixed size take at most. */
interface Room {
  words: number;
  slots: number;
}

/**
 * The writer of a plan as generated straight-line code over local positions. It knows no paths: a value that does not fit throws
 * `REFUSED`, and the interpreting twin then says what is wrong.
 */
export function compileWriter(plan: Plan): Write {
  return new Generator(plan).write();
}

class Generator {
  private readonly plan: Plan;
  private readonly expand: (index: number) => boolean;
  private readonly constants: Record<string, unknown> = {
    ObjectId,
    writeUuid,
    writeAny,
    writeKept,
    regexParts,
    isOfKind,
    hasOwn: Object.hasOwn,
    refuse: (): never => {
      throw REFUSED;
    },
  };
  private readonly functions = new Map<number, string>();
  private names = 0;

  constructor(plan: Plan) {
    this.plan = plan;
    this.expand = expandable(plan);
  }

  write(): Write {
    const { root } = this.plan;
    const body = root === undefined
      ? this.document(0)
      : `if (w === words.length) words = out.growWords(w, 1); ${
        this.cases(root, "document", (index) => this.document(index))
      }`;
    const main = `function write(context, document) { ${OPEN} ${body} ${STORE} }`;
    return generate<Write>(this.constants, `${[...this.functions.values()].join("\n")}\nreturn ${main};`);
  }

  private document(index: number): string {
    const room = roomOf(this.plan, this.plan.objects[index]!, this.expand);
    return `${ensure(room)} ${this.fields(this.plan.objects[index]!, "document", Path.root, room, "0")}`;
  }

  /** Writes which object a value is, then the object. */
  private cases(variant: PlanVariant, source: string, write: (index: number) => string): string {
    const choose = this.constant("C", (value: object) => chosen(variant, value));
    const cases = objectsOf(variant).map((index) => `case ${index}: { ${write(index)} break; }`);
    return `switch (words[w++] = ${choose}(${source})) { ${cases.join(" ")} default: refuse(); }`;
  }

  private name(prefix: string): string {
    return `${prefix}_${this.names++}`;
  }

  private constant(prefix: string, value: unknown): string {
    const name = this.name(prefix);
    this.constants[name] = value;
    return name;
  }

  /** Writes the fields of an object. `room`: what all values around this place may still need. `depth`: expression, that of the fields. */
  private fields(object: PlanObject, source: string, path: Path, room: Room, depth: string): string {
    const count = (object.fields.length + 15) >>> 4;
    const states = Array.from({ length: count }, () => this.name("t"));
    const start = this.name("p");
    let code = count === 0
      ? ""
      : `const ${start} = w; w += ${count}; let ${states.map((name) => `${name} = 0`).join(", ")};\n`;
    let after = states.map((name, i) => `words[${start} + ${i}] = ${name};`).join(" ");
    if (object.unknown === "keep") {
      const kept = this.name("e");
      const names = this.constant("N", new KnownNames(this.plan, object));
      code += `const ${kept} = w++;\n`;
      after +=
        `${STORE} const ${kept}n = writeKept(context, ${source}, ${names}, ${depth}); ${LOAD} words[${kept}] = ${kept}n; ${
          ensure(room)
        }`;
    }
    object.fields.forEach((field, i) => {
      const shift = (i & 15) * 2;
      code += this.field(field, source, path.field(field.property), room, depth, {
        missing: `${states[i >>> 4]} |= ${1 << shift};`,
        null: `${states[i >>> 4]} |= ${2 << shift};`,
      });
    });
    return code + after;
  }

  private field(
    field: PlanField,
    source: string,
    path: Path,
    room: Room,
    depth: string,
    state: { missing: string; null: string },
  ): string {
    const encode = field.encode === undefined
      ? ""
      : `if (v !== undefined) { v = ${this.constant("H", field.encode)}(v, ${path.source}); }`;
    const missing = mayBeMissing(field) ? `if (v === undefined) { ${state.missing} } else` : "";
    const value = field.constant === undefined ? propertyOf(source, field.property) : JSON.stringify(field.constant);
    return `v = ${value}; ${encode} ${this.value(field, path, room, depth, missing, state.null)}\n`;
  }

  /** Writes the value in `v`. `missing`: what stands before the case of null; `isNull`: statement for null as a state. */
  private value(plan: PlanValue, path: Path, room: Room, depth: string, missing: string, isNull: string): string {
    const test = valueTest(plan, (value) => this.constant("S", value));
    const absent = plan.nullable === true
      ? `if (v === null) { ${isNull} } else refuse();`
      : takesNull(plan)
      ? `if (v === null) { ${this.native(plan, path, room, depth)} } else refuse();`
      : "refuse();";
    const first = plan.kind === "any" ? `v !== null && ${test}` : test;
    return `if (${first}) { ${this.native(plan, path, room, depth)} } else ${missing} ${absent}`;
  }

  private native(plan: PlanValue, path: Path, room: Room, depth: string): string {
    switch (plan.kind) {
      case "string":
        return writeString("v");
      case "number":
        return `if ((v | 0) === v && v !== -2147483648 && (v !== 0 || 1 / v > 0)) words[w++] = v; else ${FINITE}`;
      case "int":
        return `if ((v | 0) === v && v !== -2147483648) words[w++] = v; else ${FINITE}`;
      case "double":
        return "if (v - v !== 0) refuse(); doubles[d++] = v;";
      case "long":
        return "longs[d++] = v;";
      case "boolean":
        return "words[w++] = v ? 1 : 0;";
      case "date":
        return "doubles[d++] = v.getTime();";
      case "objectId":
        return "(v instanceof ObjectId ? v : new ObjectId(v)).toWords(words, w); w += 3;";
      case "decimal128":
        return "v.toWords(words, w); w += 4;";
      case "binary":
        return "words[w++] = v.length; out.bytes(v);";
      case "uuid":
        return "if (!writeUuid(v, words, w)) refuse(); w += 4;";
      case "timestamp":
        return "words[w++] = v.increment; words[w++] = v.seconds;";
      case "regex": {
        const parts = this.name("r");
        return `const ${parts} = regexParts(v); ${writeString(`${parts}[0]`)} ${writeString(`${parts}[1]`)}`;
      }
      case "any":
        return `${STORE} writeAny(context, ${this.constant("A", plan)}, v, ${depth}); ${LOAD} ${ensure(room)}`;
      case "object":
        return this.object(plan.object!, path, room, depth);
      case "variant":
        return this.cases(plan.variant!, "v", (index) => this.object(index, path, room, depth));
      case "array":
        return this.array(plan.element!, path, room, depth);
      case "record":
        return this.record(plan.element!, path, room, depth);
    }
  }

  private object(index: number, path: Path, room: Room, depth: string): string {
    const object = this.plan.objects[index]!;
    if (this.expand(index)) {
      const source = this.name("o");
      return `${levelTest(depth)} const ${source} = v; ${this.fields(object, source, path, room, deeper(depth))}`;
    }
    const name = `object${index}`;
    if (!this.functions.has(index)) {
      this.functions.set(index, "");
      const own = roomOf(this.plan, object, this.expand);
      const body = this.fields(object, "source", Path.parameter("path"), own, "depth");
      this.functions.set(
        index,
        `function ${name}(context, source, path, depth) { ${OPEN} ${ensure(own)} ${body} ${STORE} }`,
      );
    }
    return `${STORE} context.enter(${depth}, v); ${name}(context, v, ${path.source}, ${deeper(depth)}); ${LOAD} ${
      ensure(room)
    }`;
  }

  private array(element: PlanValue, path: Path, room: Room, depth: string): string {
    const [list, i] = [this.name("l"), this.name("i")];
    const encode = element.encode === undefined
      ? ""
      : `${list} = Array.from(${list}, (x, i) => x === undefined ? undefined : ${
        this.constant("H", element.encode)
      }(x, ${path.variable("i").source}));`;
    return `${levelTest(depth)} let ${list} = v; ${encode} ${
      this.entries(element, list, i, path.variable(i), room, depth, "")
    }`;
  }

  private record(element: PlanValue, path: Path, room: Room, depth: string): string {
    const [keys, values, i, source] = [this.name("k"), this.name("l"), this.name("i"), this.name("o")];
    const encoded = element.encode === undefined
      ? "x"
      : `${this.constant("H", element.encode)}(x, ${path.variable("k").source})`;
    return `${levelTest(depth)} const ${source} = v, ${keys} = [], ${values} = [];
      for (const k of Object.keys(${source})) {
        const x = ${source}[k];
        if (x !== undefined) { ${keys}.push(k); ${values}.push(${encoded}); }
      }
      ${this.entries(element, values, i, path.variable(`${keys}[${i}]`), room, depth, writeString(`${keys}[${i}]`))}`;
  }

  /** Writes count, states and entries of a list; `before` writes what precedes each entry. */
  private entries(
    element: PlanValue,
    list: string,
    i: string,
    path: Path,
    room: Room,
    depth: string,
    before: string,
  ): string {
    const [n, states] = [this.name("n"), this.name("t")];
    const own = roomOfValue(this.plan, element, this.expand);
    const inner: Room = { words: room.words + own.words + (before === "" ? 0 : 1), slots: room.slots + own.slots };
    const mayHaveNull = element.nullable === true;
    const count = `const ${n} = ${list}.length;`;
    const head = mayHaveNull
      ? `const ${states} = ${list}.includes(null) ? w + 1 : -1;
         if (${states} < 0) words[w++] = ${n}; else { words[w++] = ${n} | -2147483648;
           const c = ${n} + 15 >>> 4; if (w + c + ${room.words} > words.length) words = out.growWords(w, c + ${room.words});
           words.fill(0, w, w + c); w += c; }`
      : `words[w++] = ${n};`;
    const isNull = `words[${states} + (${i} >>> 4)] |= 2 << (${i} & 15) * 2;`;
    return `${count} ${head} for (let ${i} = 0; ${i} < ${n}; ${i}++) { ${ensure(inner)} ${before} v = ${list}[${i}];
      ${this.value(element, path, inner, deeper(depth), "", isNull)} } ${ensure(room)}`;
  }
}

/** A number that is not written as an int32. Of NaN and the infinite ones the difference to themselves is not 0. */
const FINITE = "{ if (v - v !== 0) refuse(); words[w++] = -2147483648; doubles[d++] = v; }";

function writeString(source: string): string {
  return `{ const x = ${source}, n = x.length; words[w++] = n; text += x; if ((x.charCodeAt(n - 1) & 0xfc00) === 0xd800) out.cut = true; }`;
}

function ensure(room: Room): string {
  const words = room.words === 0
    ? ""
    : `if (w + ${room.words} > words.length) words = out.growWords(w, ${room.words});`;
  const slots = room.slots === 0
    ? ""
    : `if (d + ${room.slots} > doubles.length) { out.growSlots(d, ${room.slots}); doubles = out.doubles; longs = out.longs; }`;
  return words + slots;
}

/** Refuses a document or list that is a value at this depth when it is on too deep a level; the top-level document is level 1. */
function levelTest(depth: string): string {
  if (!/^\d+$/.test(depth)) return `if (${depth} + 2 > ${MAX_DEPTH}) refuse();`;
  return Number(depth) + 2 > MAX_DEPTH ? "refuse();" : "";
}

/** The depth one level further in; constants are added up. */
function deeper(depth: string): string {
  return /^\d+$/.test(depth) ? String(Number(depth) + 1) : `${depth} + 1`;
}

function roomOf(plan: Plan, object: PlanObject, expand: (index: number) => boolean): Room {
  const rooms = object.fields.map((field) => roomOfValue(plan, field, expand));
  const states = (object.fields.length + 15) >>> 4;
  return {
    words: rooms.reduce((sum, room) => sum + room.words, states + (object.unknown === "keep" ? 1 : 0)),
    slots: rooms.reduce((sum, room) => sum + room.slots, 0),
  };
}

function roomOfValue(plan: Plan, value: PlanValue, expand: (index: number) => boolean): Room {
  if (value.kind === "variant") {
    const rooms = objectsOf(value.variant!).map((object) => roomOfValue(plan, { kind: "object", object }, expand));
    return {
      words: 1 + Math.max(...rooms.map((room) => room.words)),
      slots: Math.max(...rooms.map((room) => room.slots)),
    };
  }
  if (value.kind !== "object") return { words: 4, slots: 1 };
  return expand(value.object!) ? roomOf(plan, plan.objects[value.object!]!, expand) : { words: 0, slots: 0 };
}
