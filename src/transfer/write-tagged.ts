import { Binary } from "../values/binary.ts";
import { BSONRegExp } from "../values/bson-regexp.ts";
import { BSONSymbol } from "../values/bson-symbol.ts";
import { BsonValue } from "../values/bson-value.ts";
import { BSONUndefined } from "../values/bson-undefined.ts";
import { Code } from "../values/code.ts";
import { DBPointer } from "../values/db-pointer.ts";
import { DBRef } from "../values/db-ref.ts";
import { Decimal128 } from "../values/decimal128.ts";
import { Double } from "../values/double.ts";
import { MaxKey } from "../values/max-key.ts";
import { MinKey } from "../values/min-key.ts";
import { isObjectId, ObjectId, type ObjectIdLike } from "../values/object-id.ts";
import { Timestamp } from "../values/timestamp.ts";
import * as type from "./bson-type.ts";
import { describeValue } from "./describe-value.ts";
import { INLINE, SPLICED } from "./layout.ts";
import { hasStorableFlags } from "./regex-value.ts";
import { Splice } from "./splice.ts";
import type { WriteContext } from "./write-context.ts";

/** Writes a value with its tag. `depth`: number of documents and arrays between the top-level document and the value. */
export function writeTagged(context: WriteContext, value: unknown, depth: number): void {
  const { out } = context;
  switch (typeof value) {
    case "string":
      out.word(type.STRING);
      return context.string(value, depth);
    case "number":
      return writeNumber(context, value);
    case "boolean":
      out.word(type.BOOLEAN);
      return out.word(value ? 1 : 0);
    case "bigint":
      if (BigInt.asIntN(64, value) !== value) context.refuse(depth, "an integer of 64 bits", describeValue(value));
      out.word(type.INT64);
      return out.long(value);
    case "object":
      return value === null ? out.word(type.NULL) : writeObject(context, value, depth);
    default:
      context.refuse(depth, "a value that BSON has", describeValue(value));
  }
}

function writeNumber({ out }: WriteContext, value: number): void {
  if ((value | 0) === value && !Object.is(value, -0)) {
    out.word(type.INT32);
    out.word(value);
  } else if (Number.isSafeInteger(value) && value !== 0) {
    out.word(type.INT64);
    out.long(BigInt(value));
  } else {
    out.word(type.DOUBLE);
    out.double(value);
  }
}

function writeObject(context: WriteContext, value: object, depth: number): void {
  const { out } = context;
  if (Array.isArray(value)) return writeArray(context, value, depth);
  if (isPlain(value)) {
    out.word(type.DOCUMENT);
    return writeEmbedded(context, value, depth);
  }
  if (isObjectId(value)) {
    out.word(type.OBJECT_ID);
    return writeObjectId(context, value);
  }
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) context.refuse(depth, "a valid Date", describeValue(value));
    out.word(type.DATE);
    return out.double(value.getTime());
  }
  if (value instanceof Uint8Array) return writeBinary(context, value, 0);
  if (value instanceof RegExp) {
    if (!hasStorableFlags(value)) {
      context.refuse(depth, "a RegExp whose flags are among i, m, s, u", describeValue(value));
    }
    return writeRegex(context, value.source, value.flags, depth);
  }
  if (value instanceof BsonValue) return writeBsonValue(context, value, depth);
  if (value instanceof Splice) {
    const { index } = value;
    if (!Number.isInteger(index) || index < 0 || index > context.highestSplice) {
      context.refuse(depth, "the number of a document of the submission", "the number of none");
    }
    out.word(SPLICED);
    return out.word(index);
  }
  context.refuse(depth, "a value that BSON has, a plain object or an array", describeValue(value));
}

function writeBsonValue(context: WriteContext, value: BsonValue, depth: number): void {
  const { out } = context;
  if (value instanceof Double) {
    out.word(type.DOUBLE);
    return value.bits === undefined ? out.double(value.value) : out.long(value.bits);
  }
  if (value instanceof Decimal128) {
    out.word(type.DECIMAL128);
    return writeDecimal(context, value);
  }
  if (value instanceof Binary) return writeBinary(context, value.bytes, value.subtype);
  if (value instanceof Timestamp) {
    out.word(type.TIMESTAMP);
    out.word(value.increment);
    return out.word(value.seconds);
  }
  if (value instanceof BSONRegExp) return writeRegex(context, value.pattern, value.options, depth);
  if (value instanceof DBRef) {
    out.word(type.DOCUMENT);
    const { $ref, $id, $db } = value;
    return writeEmbedded(context, $db === undefined ? { $ref, $id } : { $ref, $id, $db }, depth);
  }
  if (value instanceof Code) {
    out.word(value.scope === undefined ? type.CODE : type.CODE_WITH_SCOPE);
    context.string(value.code, depth);
    return value.scope === undefined ? undefined : writeEmbedded(context, value.scope, depth);
  }
  if (value instanceof BSONSymbol) {
    out.word(type.SYMBOL);
    return context.string(value.value, depth);
  }
  if (value instanceof DBPointer) {
    out.word(type.DB_POINTER);
    context.string(value.namespace, depth);
    return writeObjectId(context, value.id);
  }
  if (value instanceof MinKey) return out.word(type.MIN_KEY);
  if (value instanceof MaxKey) return out.word(type.MAX_KEY);
  if (value instanceof BSONUndefined) return out.word(type.UNDEFINED);
  context.refuse(depth, "a value that BSON has", describeValue(value));
}

/** Writes an untyped document that is a value at this depth. */
function writeEmbedded(context: WriteContext, value: object, depth: number): void {
  context.enter(depth, value);
  context.checkSize(depth);
  writeDocument(context, value, depth + 1);
}

/** Writes an untyped document, inline. `depth`: that of its members, 0 for a top-level document. */
export function writeDocument(context: WriteContext, document: object, depth: number): void {
  const { out } = context;
  out.word(INLINE);
  const count = out.w;
  out.word(0);
  const written = writeMembers(context, document, depth, undefined);
  out.words[count] = written;
}

/** Writes the own members of an object as pairs of key and tagged value, all but those in `except`; returns their number. */
export function writeMembers(
  context: WriteContext,
  object: object,
  depth: number,
  except: ReadonlySet<string> | undefined,
): number {
  let count = 0;
  for (const key of Object.keys(object)) {
    if (except !== undefined && except.has(key)) continue;
    const value = (object as Record<string, unknown>)[key];
    context.path[depth] = key;
    if (value === undefined) {
      if (context.strict) {
        context.refuse(depth, "a value (null is one; leave the key out if there is none)", "undefined");
      }
      continue;
    }
    context.string(key, depth);
    writeTagged(context, value, depth);
    count++;
  }
  return count;
}

function writeArray(context: WriteContext, list: readonly unknown[], depth: number): void {
  context.enter(depth, list);
  context.checkSize(depth);
  context.out.word(type.ARRAY);
  context.out.word(list.length);
  for (let i = 0; i < list.length; i++) {
    const value = list[i];
    context.path[depth + 1] = i;
    if (value === undefined) {
      context.refuse(depth + 1, "a value in every place of the array (null is one)", "undefined");
    }
    writeTagged(context, value, depth + 1);
  }
}

/** Writes the three words of an ObjectId of any library. */
export function writeObjectId({ out }: WriteContext, value: ObjectId | ObjectIdLike): void {
  const id = value instanceof ObjectId ? value : new ObjectId(value);
  if (out.w + 3 > out.words.length) out.growWords(out.w, 3);
  id.toWords(out.words, out.w);
  out.w += 3;
}

/** Writes the four words of a Decimal128. */
export function writeDecimal({ out }: WriteContext, value: Decimal128): void {
  if (out.w + 4 > out.words.length) out.growWords(out.w, 4);
  value.toWords(out.words, out.w);
  out.w += 4;
}

function writeBinary({ out }: WriteContext, bytes: Uint8Array, subtype: number): void {
  out.word(type.BINARY);
  out.word(bytes.length);
  out.word(subtype);
  out.bytes(bytes);
}

function writeRegex(context: WriteContext, pattern: string, options: string, depth: number): void {
  context.out.word(type.REGEX);
  context.string(pattern, depth);
  context.string(options, depth);
}

/** Whether the object is a plain one, of whatever realm. */
export function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype ||
    (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "isPrototypeOf"));
}
