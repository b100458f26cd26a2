import * as type from "./bson-type.ts";
import { generate, literalKey, preferredTwin } from "./code-generation.ts";
import type { Frame, ShapeReader } from "./frame.ts";
import { setOwn } from "./own-property.ts";
import { ObjectId } from "../values/object-id.ts";

type Read = (frame: Frame) => Record<string, unknown>;

/** Reads the payload of a value of a known type. */
type ReadValue = (frame: Frame, code: number, exact: boolean) => unknown;

/** Documents of a shape that are read before a reader is compiled for it: rare shapes are not worth one. */
const USES_BEFORE_COMPILING = 16;

/** Shapes whose readers are remembered across frames; those least recently met are forgotten first. */
const REMEMBERED = 512;

const remembered = new Map<string, Shape>();

/** The keys and type codes that untyped documents share. */
export class Shape implements ShapeReader {
  private readonly keys: readonly string[];
  private readonly codes: readonly number[];
  private readonly readValue: ReadValue;
  private uses = 0;
  private compiled: Read | undefined;

  constructor(keys: readonly string[], codes: readonly number[], readValue: ReadValue) {
    this.keys = keys;
    this.codes = codes;
    this.readValue = readValue;
  }

  /** Reads the payloads of a document of this shape. */
  read(frame: Frame, exact: boolean): Record<string, unknown> {
    if (exact || !frame.compiling) return this.interpret(frame, exact);
    if (this.compiled !== undefined) return this.compiled(frame);
    if (++this.uses > USES_BEFORE_COMPILING && preferredTwin() === "compiled") {
      this.compiled = compile(this.keys, this.codes, this.readValue);
    }
    return this.interpret(frame, false);
  }

  private interpret(frame: Frame, exact: boolean): Record<string, unknown> {
    const { keys, codes } = this;
    const document: Record<string, unknown> = {};
    for (let i = 0; i < keys.length; i++) setOwn(document, keys[i]!, this.readValue(frame, codes[i]!, exact));
    return document;
  }
}

/** Reads the description of a new shape. Shapes that were met before, in whatever frame, keep their compiled reader. */
export function shapeOf(frame: Frame, readValue: ReadValue): Shape {
  const count = frame.i32[frame.w++]!;
  const keys: string[] = [];
  const codes: number[] = [];
  for (let i = 0; i < count; i++) {
    keys.push(frame.string());
    codes.push(frame.i32[frame.w++]!);
  }
  const signature = `${codes.join()}\0${keys.join("\0")}`;
  let shape = remembered.get(signature);
  if (shape === undefined) {
    shape = new Shape(keys.map(detached), codes, readValue);
    if (remembered.size === REMEMBERED) remembered.delete(remembered.keys().next().value!);
  } else {
    remembered.delete(signature);
  }
  remembered.set(signature, shape);
  return shape;
}

/** A copy of the key that does not keep its chunk of text alive. */
function detached(key: string): string {
  return JSON.parse(JSON.stringify(key)) as string;
}

function compile(keys: readonly string[], codes: readonly number[], readByType: ReadValue): Read {
  const reads = codes.map((code, i) => `const v${i} = ${expression(code)}`);
  const source = `return function read(frame) {
    const { i32, f64, text } = frame;
    let w = frame.w, d = frame.d, s = frame.s;
    ${reads.join("\n    ")}
    frame.w = w; frame.d = d; frame.s = s;
    return { ${keys.map((key, i) => `${literalKey(key)}: v${i}`).join(", ")} };
  };`;
  return generate({ ObjectId, readByType }, source);
}

function expression(code: number): string {
  switch (code) {
    case type.STRING:
      return "text.substring(s, s += i32[w++]);";
    case type.INT32:
      return "i32[w++];";
    case type.DOUBLE:
      return "f64[d++];";
    case type.BOOLEAN:
      return "i32[w++] === 1;";
    case type.NULL:
      return "null;";
    case type.DATE:
      return "new Date(f64[d++]);";
    case type.OBJECT_ID:
      return "new ObjectId(i32[w], i32[w + 1], i32[w + 2]); w += 3;";
    default:
      return `(frame.w = w, frame.d = d, frame.s = s, readByType(frame, ${code}, false)); w = frame.w; d = frame.d; s = frame.s;`;
  }
}
