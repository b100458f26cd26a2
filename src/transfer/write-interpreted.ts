import type { BSONRegExp } from "../values/bson-regexp.ts";
import type { Decimal128 } from "../values/decimal128.ts";
import type { ObjectId } from "../values/object-id.ts";
import type { Timestamp } from "../values/timestamp.ts";
import { uuidToWords } from "../values/uuid.ts";
import { EngineError } from "../errors/engine-error.ts";
import { describeValue } from "./describe-value.ts";
import { KnownNames } from "./kept-fields.ts";
import { HAS_STATES, MISSING, NATIVE, NULL, NUMBER_IS_DOUBLE } from "./layout.ts";
import { getOwn } from "./own-property.ts";
import { mayBeMissing, type Plan, type PlanField, type PlanObject, type PlanValue, type PlanVariant } from "./plan.ts";
import { expectation, fits } from "./value-tests.ts";
import { takesNull, writeAny } from "./write-any.ts";
import type { Write, WriteContext } from "./write-context.ts";
import { writeKept } from "./write-kept.ts";
import { writeDecimal, writeObjectId } from "./write-tagged.ts";

/** The writer of a plan that walks the plan for each document. It knows the path of every value. */
export function interpretWriter(plan: Plan): Write {
  const writer = new Writer(plan);
  const { root } = plan;
  if (root === undefined) return (context, document) => writer.object(context, 0, document, 0);
  return (context, document) => writer.variant(context, root, document, 0);
}

class Writer {
  private readonly plan: Plan;
  private readonly names = new Map<PlanObject, KnownNames>();

  constructor(plan: Plan) {
    this.plan = plan;
    for (const object of plan.objects) {
      if (object.unknown === "keep") this.names.set(object, new KnownNames(plan, object));
    }
  }

  /** `depth`: that of the members. */
  object(context: WriteContext, index: number, source: object, depth: number): void {
    const { out } = context;
    const object = this.plan.objects[index]!;
    const states = reserve(context, (object.fields.length + 15) >>> 4);
    const names = this.names.get(object);
    const kept = names === undefined ? 0 : reserve(context, 1);
    object.fields.forEach((field, i) => {
      context.path[depth] = field.property;
      const value = field.constant ?? getOwn(source, field.property);
      setState(context, states, i, this.field(context, field, value, depth));
    });
    if (names !== undefined) {
      const written = writeKept(context, source, names, depth);
      out.words[kept] = written;
    }
  }

  /** Writes which object the source is, then the object. */
  variant(context: WriteContext, variant: PlanVariant, source: object, depth: number): void {
    const index = chosen(variant, source);
    context.out.word(index);
    this.object(context, index, source, depth);
  }

  private field(context: WriteContext, field: PlanField, value: unknown, depth: number): number {
    const stored = value === undefined ? undefined : encoded(context, field, value, depth);
    if (stored === undefined && mayBeMissing(field)) return MISSING;
    return this.value(context, field, stored, depth);
  }

  /** Writes a value, unless it is null as a state; returns the state. */
  private value(context: WriteContext, plan: PlanValue, value: unknown, depth: number): number {
    if (value === null && plan.nullable === true) return NULL;
    if (!(value === null ? takesNull(plan) : fits(plan, value))) {
      context.refuse(depth, expectation(plan), describeValue(value));
    }
    this.native(context, plan, value, depth);
    return NATIVE;
  }

  private native(context: WriteContext, plan: PlanValue, value: unknown, depth: number): void {
    const { out } = context;
    switch (plan.kind) {
      case "string":
        return context.string(value as string, depth);
      case "number":
      case "int":
        return writeNumber(context, value as number, plan.kind === "int");
      case "double":
        return out.double(value as number);
      case "long":
        return out.long(value as bigint);
      case "boolean":
        return out.word(value === true ? 1 : 0);
      case "date":
        return out.double((value as Date).getTime());
      case "objectId":
        return writeObjectId(context, value as ObjectId);
      case "decimal128":
        return writeDecimal(context, value as Decimal128);
      case "binary":
        out.word((value as Uint8Array).length);
        return out.bytes(value as Uint8Array);
      case "uuid": {
        const start = reserve(context, 4);
        return uuidToWords(value as string, out.words, start);
      }
      case "timestamp":
        out.word((value as Timestamp).increment);
        return out.word((value as Timestamp).seconds);
      case "regex": {
        const [pattern, options] = regexParts(value as RegExp | BSONRegExp);
        context.string(pattern, depth);
        return context.string(options, depth);
      }
      case "object":
        context.enter(depth, value as object);
        return this.object(context, plan.object!, value as object, depth + 1);
      case "variant":
        context.enter(depth, value as object);
        return this.variant(context, plan.variant!, value as object, depth + 1);
      case "array":
        return this.array(context, plan.element!, value as readonly unknown[], depth);
      case "record":
        return this.record(context, plan.element!, value as object, depth);
      case "any":
        return writeAny(context, plan, value, depth);
    }
  }

  private array(context: WriteContext, element: PlanValue, list: readonly unknown[], depth: number): void {
    context.enter(depth, list);
    const values = encodedList(context, element, list, depth);
    const states = entries(context, element, values);
    values.forEach((value, i) => {
      context.path[depth + 1] = i;
      setState(context, states, i, this.value(context, element, value, depth + 1));
    });
  }

  private record(context: WriteContext, element: PlanValue, record: object, depth: number): void {
    context.enter(depth, record);
    const keys = Object.keys(record).filter((key) => (record as Record<string, unknown>)[key] !== undefined);
    const values = keys.map((key) => {
      context.path[depth + 1] = key;
      return encoded(context, element, (record as Record<string, unknown>)[key], depth + 1);
    });
    const states = entries(context, element, values);
    values.forEach((value, i) => {
      context.path[depth + 1] = keys[i]!;
      context.string(keys[i]!, depth + 1);
      setState(context, states, i, this.value(context, element, value, depth + 1));
    });
  }
}

/** The object that a value is written as. */
export function chosen(variant: PlanVariant, value: object): number {
  if (variant.choose !== undefined) return variant.choose(value);
  throw new EngineError(
    "engine.internal",
    `Values told apart by "${variant.field}" can not be written here: they are only read.`,
  );
}

/** A list whose entries went through the encoder of the plan, if it has one. Holes become undefined, which no entry may be. */
function encodedList(context: WriteContext, element: PlanValue, list: readonly unknown[], depth: number): unknown[] {
  return Array.from(list, (value, i) => {
    context.path[depth + 1] = i;
    return value === undefined ? undefined : encoded(context, element, value, depth + 1);
  });
}

function encoded(context: WriteContext, plan: PlanValue, value: unknown, depth: number): unknown {
  return plan.encode === undefined ? value : plan.encode(value, context.pathOf(depth));
}

/** Writes the count of a list, with state words when an entry is null; returns where those are, or -1. */
function entries(context: WriteContext, element: PlanValue, values: readonly unknown[]): number {
  const withStates = element.nullable === true && values.includes(null);
  context.out.word(withStates ? values.length | HAS_STATES : values.length);
  return withStates ? reserve(context, (values.length + 15) >>> 4) : -1;
}

function reserve({ out }: WriteContext, count: number): number {
  const start = out.w;
  for (let i = 0; i < count; i++) out.word(0);
  return start;
}

function setState({ out }: WriteContext, states: number, i: number, state: number): void {
  if (state !== NATIVE) out.words[states + (i >>> 4)]! |= state << ((i & 15) * 2);
}

/** Smallest int32 is the mark of a double, so it is written as one. An `int` has no negative zero. */
function writeNumber({ out }: WriteContext, value: number, integer: boolean): void {
  if ((value | 0) === value && value !== (NUMBER_IS_DOUBLE | 0) && (integer || !Object.is(value, -0))) {
    return out.word(value);
  }
  out.word(NUMBER_IS_DOUBLE);
  out.double(value);
}

/** Pattern and options as they are stored. */
export function regexParts(value: RegExp | BSONRegExp): [pattern: string, options: string] {
  return value instanceof RegExp ? [value.source, value.flags] : [value.pattern, value.options];
}
