import { Decimal128 } from "../values/decimal128.ts";
import { ObjectId } from "../values/object-id.ts";
import { Timestamp } from "../values/timestamp.ts";
import { uuidFromWords } from "../values/uuid.ts";
import type { Fill, Frame } from "./frame.ts";
import { KnownNames, readKept } from "./kept-fields.ts";
import { HAS_STATES, MISSING, NATIVE, NULL, NUMBER_IS_DOUBLE } from "./layout.ts";
import { setOwn } from "./own-property.ts";
import { type FillObject, isShown, type Plan, type PlanField, type PlanObject, type PlanValue } from "./plan.ts";
import { readTagged } from "./read-tagged.ts";
import { regexFrom } from "./regex-value.ts";

/** The reader of a plan that walks the plan for each document. */
export function interpretReader(plan: Plan): Fill {
  const reader = new Reader(plan);
  return (target, frame) => {
    frame.begin();
    frame.compiling = false;
    reader.object(frame, plan.root === undefined ? 0 : frame.i32[frame.w++]!, target, "");
  };
}

/** The reader of one object of a plan, whose document was begun. */
export function interpretObjectReader(plan: Plan, index: number): FillObject {
  const reader = new Reader(plan);
  return (target, frame, path) => {
    frame.compiling = false;
    reader.object(frame, index, target, path);
  };
}

class Reader {
  private readonly plan: Plan;
  private readonly names = new Map<PlanObject, KnownNames>();

  constructor(plan: Plan) {
    this.plan = plan;
    for (const object of plan.objects) {
      if (object.unknown === "keep") this.names.set(object, new KnownNames(plan, object));
    }
  }

  object(frame: Frame, index: number, target: object, path: string): void {
    const object = this.plan.objects[index]!;
    const states = frame.w;
    frame.w += (object.fields.length + 15) >>> 4;
    const names = this.names.get(object);
    const kept = names === undefined ? 0 : frame.i32[frame.w++]!;
    for (let i = 0; i < object.fields.length; i++) {
      this.field(frame, object.fields[i]!, stateAt(frame, states, i), target, path);
    }
    if (names !== undefined) readKept(frame, target, kept, names);
  }

  private field(frame: Frame, field: PlanField, state: number, target: object, path: string): void {
    if (state === MISSING) {
      if (field.default !== undefined) setOwn(target, field.property, field.default());
      return;
    }
    const value = this.value(frame, field, state, path === "" ? field.property : `${path}.${field.property}`);
    if (isShown(field)) setOwn(target, field.property, value);
  }

  private value(frame: Frame, value: PlanValue, state: number, path: string): unknown {
    const stored = state === NULL ? null : this.native(frame, value, path);
    return value.decode === undefined ? stored : value.decode(stored, path);
  }

  private native(frame: Frame, value: PlanValue, path: string): unknown {
    const { i32 } = frame;
    switch (value.kind) {
      case "string":
        return frame.string();
      case "number":
      case "int": {
        const word = i32[frame.w++]!;
        return word === (NUMBER_IS_DOUBLE | 0) ? frame.f64[frame.d++]! : word;
      }
      case "double":
        return frame.f64[frame.d++]!;
      case "long":
        return frame.i64[frame.d++]!;
      case "boolean":
        return i32[frame.w++] === 1;
      case "date":
        return new Date(frame.f64[frame.d++]!);
      case "objectId":
        return ObjectId.fromWords(i32[frame.w++]!, i32[frame.w++]!, i32[frame.w++]!);
      case "decimal128":
        return Decimal128.fromWords(i32[frame.w++]!, i32[frame.w++]!, i32[frame.w++]!, i32[frame.w++]!);
      case "binary":
        return frame.bytes(i32[frame.w++]!);
      case "uuid":
        return uuidFromWords(i32[frame.w++]!, i32[frame.w++]!, i32[frame.w++]!, i32[frame.w++]!);
      case "timestamp": {
        const increment = i32[frame.w++]! >>> 0;
        return new Timestamp(i32[frame.w++]! >>> 0, increment);
      }
      case "regex":
        return regexFrom(frame.string(), frame.string());
      case "object":
        return this.instance(frame, value.object!, path);
      case "variant":
        return this.instance(frame, i32[frame.w++]!, path);
      case "array":
        return this.array(frame, value.element!, path);
      case "record":
        return this.record(frame, value.element!, path);
      case "any":
        return readTagged(frame, false);
    }
  }

  private instance(frame: Frame, index: number, path: string): object {
    const { create } = this.plan.objects[index]!;
    if (create !== undefined) {
      return create((target, frame, path) => this.object(frame, index, target, path), frame, path);
    }
    const target = {};
    this.object(frame, index, target, path);
    return target;
  }

  private array(frame: Frame, element: PlanValue, path: string): unknown[] {
    const { count, states } = entries(frame);
    const list: unknown[] = [];
    for (let i = 0; i < count; i++) list.push(this.value(frame, element, stateAt(frame, states, i), `${path}.${i}`));
    return list;
  }

  private record(frame: Frame, element: PlanValue, path: string): Record<string, unknown> {
    const { count, states } = entries(frame);
    const record: Record<string, unknown> = {};
    for (let i = 0; i < count; i++) {
      const key = frame.string();
      setOwn(record, key, this.value(frame, element, stateAt(frame, states, i), `${path}.${key}`));
    }
    return record;
  }
}

function entries(frame: Frame): { count: number; states: number } {
  const word = frame.i32[frame.w++]!;
  const count = word & ~HAS_STATES;
  if (word >= 0) return { count, states: -1 };
  const states = frame.w;
  frame.w += (count + 15) >>> 4;
  return { count, states };
}

function stateAt(frame: Frame, states: number, i: number): number {
  return states < 0 ? NATIVE : (frame.i32[states + (i >>> 4)]! >>> ((i & 15) * 2)) & 3;
}
