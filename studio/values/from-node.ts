import { z } from "zod";
import { setOwn } from "../../src/expression/plain-object.ts";
import { fromBase64 } from "../../src/values/base64.ts";
import { Binary } from "../../src/values/binary.ts";
import { BSONRegExp } from "../../src/values/bson-regexp.ts";
import { BSONSymbol } from "../../src/values/bson-symbol.ts";
import { BSONUndefined } from "../../src/values/bson-undefined.ts";
import { Code } from "../../src/values/code.ts";
import { DBPointer } from "../../src/values/db-pointer.ts";
import { DBRef } from "../../src/values/db-ref.ts";
import { Decimal128 } from "../../src/values/decimal128.ts";
import { Double } from "../../src/values/double.ts";
import { MaxKey } from "../../src/values/max-key.ts";
import { MinKey } from "../../src/values/min-key.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { Timestamp } from "../../src/values/timestamp.ts";
import { isUuid } from "../../src/values/uuid.ts";
import { uuidBinary } from "../../src/expression/uuid-binary.ts";
import { Refusal } from "../refusal.ts";
import { isCut, type ValueNode } from "./node.ts";

const word = z.int().min(0).max(0xffffffff);
const cut = z.number().optional();

/** What requests may hold where a value is expected. */
export const valueNode: z.ZodType<ValueNode> = z.discriminatedUnion("t", [
  z.strictObject({ t: z.enum(["null", "undefined", "minKey", "maxKey"]) }),
  z.strictObject({ t: z.literal("boolean"), v: z.boolean() }),
  z.strictObject({
    t: z.enum(["string", "int", "long", "double", "decimal128", "objectId", "uuid", "date", "symbol"]),
    v: z.string(),
    cut,
  }),
  z.strictObject({ t: z.literal("binary"), v: z.string(), subtype: z.int().min(0).max(255), cut }),
  z.strictObject({ t: z.literal("timestamp"), v: z.tuple([word, word]) }),
  z.strictObject({ t: z.literal("regex"), v: z.tuple([z.string(), z.string()]) }),
  z.strictObject({ t: z.literal("code"), v: z.string(), scope: z.lazy(() => valueNode).optional() }),
  z.strictObject({ t: z.literal("dbPointer"), v: z.tuple([z.string(), z.string()]) }),
  z.strictObject({
    t: z.literal("dbRef"),
    v: z.tuple([z.string(), z.lazy(() => valueNode)]).or(z.tuple([z.string(), z.lazy(() => valueNode), z.string()])),
  }),
  z.strictObject({ t: z.literal("array"), v: z.lazy(() => z.array(valueNode)), cut }),
  z.strictObject({ t: z.literal("object"), v: z.lazy(() => z.array(z.tuple([z.string(), valueNode]))), cut }),
]);

/**
 * The value with its exact BSON type. Nothing is rounded or guessed.
 *
 * @param path where it stands, for messages
 * @throws {Refusal} for text that is no value of the type, and for values of which the page has a part only
 */
export function fromNode(node: ValueNode, path: string): unknown {
  if (isCut(node)) {
    throw invalid(path, "was too large to be shown whole, so it can not be written back; change it by a program");
  }
  return value(node, path);
}

function value(node: ValueNode, path: string): unknown {
  switch (node.t) {
    case "null":
      return null;
    case "undefined":
      return new BSONUndefined();
    case "minKey":
      return new MinKey();
    case "maxKey":
      return new MaxKey();
    case "boolean":
    case "string":
      return node.v;
    case "int":
      return int(node.v, path);
    case "long":
      return long(node.v, path);
    case "double":
      return double(node.v, path);
    case "date":
      return date(node.v, path);
    case "uuid":
      if (!isUuid(node.v)) throw invalid(path, "is no UUID: 32 hexadecimal digits in groups of 8-4-4-4-12");
      return uuidBinary(node.v);
    case "decimal128":
      return made(path, () => new Decimal128(node.v));
    case "objectId":
      return made(path, () => new ObjectId(node.v));
    case "symbol":
      return new BSONSymbol(node.v);
    case "binary": {
      const bytes = fromBase64(node.v);
      if (bytes === undefined) throw invalid(path, "is no base64 text with padding");
      return node.subtype === 0 ? bytes : new Binary(bytes, node.subtype);
    }
    case "timestamp":
      return new Timestamp(...node.v);
    case "regex":
      if (!/^[imlsux]*$/.test(node.v[1])) throw invalid(path, "has options that BSON has not: i, l, m, s, u and x");
      return new BSONRegExp(...node.v);
    case "code":
      return new Code(node.v, node.scope && (value(node.scope, path) as Record<string, unknown>));
    case "dbPointer":
      return made(path, () => new DBPointer(node.v[0], new ObjectId(node.v[1])));
    case "dbRef":
      return new DBRef(node.v[0], value(node.v[1], path), node.v[2]);
    case "array":
      return node.v.map((entry, index) => value(entry, `${path}.${index}`));
    case "object":
      return object(node.v, path);
  }
}

function int(text: string, path: string): number {
  const number = /^-?\d{1,10}$/.test(text) ? Number(text) : NaN;
  if ((number | 0) !== number) throw invalid(path, "is no 32-bit integer: from -2147483648 to 2147483647");
  return number === 0 ? 0 : number;
}

function long(text: string, path: string): bigint {
  const number = /^-?\d{1,19}$/.test(text) ? BigInt(text) : undefined;
  if (number === undefined || BigInt.asIntN(64, number) !== number) {
    throw invalid(path, "is no 64-bit integer: from -9223372036854775808 to 9223372036854775807");
  }
  return number;
}

function double(text: string, path: string): Double {
  if (/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    const number = Number(text);
    if (!Number.isFinite(number)) throw invalid(path, "is larger than a double can be");
    return new Double(number);
  }
  if (/^(-?Infinity|NaN)$/.test(text)) return new Double(Number(text));
  throw invalid(path, "is no number such as -1.5 or 1e21");
}

function date(text: string, path: string): Date {
  const read = z.iso.datetime({ offset: true }).safeParse(text).success || /^[+-]\d{6}-\d\d-\d\dT[\d:.]+Z$/.test(text)
    ? new Date(text)
    : new Date(NaN);
  if (Number.isNaN(read.getTime())) {
    throw invalid(path, "is no date and time with its zone, such as 2026-01-31T12:00:00Z");
  }
  return read;
}

function object(entries: readonly (readonly [string, ValueNode])[], path: string): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, entry] of entries) {
    if (Object.hasOwn(result, key)) throw invalid(path, `has the key ${JSON.stringify(key)} twice`);
    setOwn(result, key, value(entry, `${path}.${key}`));
  }
  return result;
}

function made<T>(path: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw invalid(path, (error as Error).message);
  }
}

function invalid(path: string, message: string): Refusal {
  return new Refusal("value", `${path} ${message}.`, { issues: [{ path, message }] });
}
