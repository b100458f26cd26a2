import { HaricotError } from "../errors/haricot-error.ts";
import { Binary } from "../values/binary.ts";
import { BSONSymbol } from "../values/bson-symbol.ts";
import { BSONUndefined } from "../values/bson-undefined.ts";
import { Code } from "../values/code.ts";
import { DBPointer } from "../values/db-pointer.ts";
import { DBRef } from "../values/db-ref.ts";
import { Decimal128 } from "../values/decimal128.ts";
import { Double } from "../values/double.ts";
import { MaxKey } from "../values/max-key.ts";
import { MinKey } from "../values/min-key.ts";
import { ObjectId } from "../values/object-id.ts";
import { Timestamp } from "../values/timestamp.ts";
import * as type from "./bson-type.ts";
import type { Frame } from "./frame.ts";
import { FIRST_SHAPE, INLINE, NEW_SHAPE, TAGGED } from "./layout.ts";
import { setOwn } from "./own-property.ts";
import { regexFrom } from "./regex-value.ts";
import { shapeOf } from "./shape.ts";

/** Reads a value with its tag. `exact`: doubles as `Double` and int64 as bigint, so that every BSON type can be told from the others. */
export function readTagged(frame: Frame, exact: boolean): unknown {
  return readByType(frame, frame.i32[frame.w++]!, exact);
}

/** Reads the payload of a value whose type code is known. */
export function readByType(frame: Frame, code: number, exact: boolean): unknown {
  switch (code) {
    case type.STRING:
      return frame.string();
    case type.INT32:
      return frame.i32[frame.w++]!;
    case type.DOUBLE:
      return exact ? exactDouble(frame) : frame.f64[frame.d++]!;
    case type.INT64:
      return exact ? frame.i64[frame.d++]! : readInt64(frame);
    case type.BOOLEAN:
      return frame.i32[frame.w++] === 1;
    case type.NULL:
      return null;
    case type.DATE:
      return new Date(frame.f64[frame.d++]!);
    case type.OBJECT_ID:
      return readObjectId(frame);
    case type.DOCUMENT:
      return asReference(readDocument(frame, exact));
    case type.ARRAY: {
      const count = frame.i32[frame.w++]!;
      const list: unknown[] = [];
      for (let i = 0; i < count; i++) list.push(readTagged(frame, exact));
      return list;
    }
    case TAGGED:
      return readTagged(frame, exact);
    default:
      return readRare(frame, code, exact);
  }
}

function readRare(frame: Frame, code: number, exact: boolean): unknown {
  const { i32 } = frame;
  switch (code) {
    case type.BINARY: {
      const length = i32[frame.w++]!;
      const subtype = i32[frame.w++]!;
      const bytes = frame.bytes(length);
      return subtype === 0 ? bytes : new Binary(bytes, subtype);
    }
    case type.DECIMAL128:
      return Decimal128.fromWords(i32[frame.w++]!, i32[frame.w++]!, i32[frame.w++]!, i32[frame.w++]!);
    case type.TIMESTAMP: {
      const increment = i32[frame.w++]! >>> 0;
      return new Timestamp(i32[frame.w++]! >>> 0, increment);
    }
    case type.REGEX:
      return regexFrom(frame.string(), frame.string());
    case type.CODE:
      return new Code(frame.string());
    case type.CODE_WITH_SCOPE:
      return new Code(frame.string(), readDocument(frame, exact));
    case type.SYMBOL:
      return new BSONSymbol(frame.string());
    case type.DB_POINTER:
      return new DBPointer(frame.string(), readObjectId(frame));
    case type.UNDEFINED:
      return new BSONUndefined();
    case type.MIN_KEY:
      return new MinKey();
    case type.MAX_KEY:
      return new MaxKey();
    default:
      throw new HaricotError("engine.frame", `The engine's answer holds a value of unknown type ${code}`);
  }
}

/** Reads an untyped document: inline, or by a shape that is new or was met before in this frame. */
export function readDocument(frame: Frame, exact: boolean): Record<string, unknown> {
  const form = frame.i32[frame.w++]!;
  if (form >= FIRST_SHAPE) return frame.shapes[form - FIRST_SHAPE]!.read(frame, exact);
  if (form === NEW_SHAPE) {
    const shape = shapeOf(frame, readByType);
    frame.shapes.push(shape);
    return shape.read(frame, exact);
  }
  if (form !== INLINE) {
    throw new HaricotError("engine.frame", "The engine's answer holds a document of unknown form");
  }
  const document: Record<string, unknown> = {};
  for (let left = frame.i32[frame.w++]!; left > 0; left--) {
    const key = frame.string();
    setOwn(document, key, readTagged(frame, exact));
  }
  return document;
}

/** An int64 as a number where that is exact, else as a bigint. */
function readInt64(frame: Frame): number | bigint {
  const slot = frame.d++;
  const value = frame.i32[slot * 2 + 1]! * 4294967296 + (frame.i32[slot * 2]! >>> 0);
  return Number.isSafeInteger(value) ? value : frame.i64[slot]!;
}

/** An embedded document that is exactly `{ $ref, $id }` or `{ $ref, $id, $db }` is a reference. */
export function asReference(document: Record<string, unknown>): Record<string, unknown> | DBRef {
  if (typeof document.$ref !== "string" || !Object.hasOwn(document, "$ref")) return document;
  const keys = Object.keys(document);
  if (keys[0] !== "$ref" || keys[1] !== "$id" || keys.length > 3) return document;
  if (keys.length === 2) return new DBRef(document.$ref, document.$id);
  return keys[2] === "$db" && typeof document.$db === "string"
    ? new DBRef(document.$ref, document.$id, document.$db)
    : document;
}

function readObjectId(frame: Frame): ObjectId {
  const { i32, w } = frame;
  frame.w = w + 3;
  return ObjectId.fromWords(i32[w]!, i32[w + 1]!, i32[w + 2]!);
}

const USUAL_NAN = 0x7ff8000000000000n;

function exactDouble(frame: Frame): Double {
  const slot = frame.d++;
  const value = frame.f64[slot]!;
  const bits = Number.isNaN(value) ? frame.i64[slot]! : USUAL_NAN;
  return bits === USUAL_NAN ? new Double(value) : new Double(value, bits);
}
