import { Link } from "../../relations/link.ts";
import type { ModelClassLike } from "../../schema/model.ts";
import { setOwn } from "../../transfer/own-property.ts";
import type { PlanValue } from "../../transfer/plan.ts";
import { BsonValue } from "../../values/bson-value.ts";
import { isObjectId } from "../../values/object-id.ts";
import { DocumentState } from "../state.ts";

/** Stands in a snapshot for an instance of a class that nobody but its codec knows how to copy: what is stored of it. */
export class StoredForm {
  readonly stored: unknown;
  readonly plan: PlanValue;

  constructor(stored: unknown, plan: PlanValue) {
    this.stored = stored;
    this.plan = plan;
  }
}

const UNKNOWN_CLASS: unique symbol = Symbol("unknown class");

/**
 * Copies a value whose shape no plan tells; what can not change is shared. Members that are `undefined` are left out, as writing does.
 *
 * @param plan of the value as a whole: its codec, if it has one, makes something comparable of what can not be copied
 */
export function copyLoose(value: unknown, plan: PlanValue): unknown {
  if (typeof value !== "object" || value === null) return value;
  const copy = copyKnown(value);
  if (copy !== UNKNOWN_CLASS || plan.encode === undefined) return copy === UNKNOWN_CLASS ? value : copy;
  try {
    return new StoredForm(plan.encode(value, ""), plan);
  } catch {
    // It can not be stored either: the write that is to come says so, and whether it was touched does not matter.
    return value;
  }
}

/** Copies the members of an object that its plan does not name. */
export function copyOthers(source: object, copy: object, known: ReadonlySet<string>): void {
  for (const key of Object.keys(source)) {
    if (known.has(key)) continue;
    const value = (source as Record<string, unknown>)[key];
    if (value !== undefined) setOwn(copy, key, copyLoose(value, UNTYPED));
  }
}

export function copyDate(value: unknown): unknown {
  return value instanceof Date ? new Date(value.getTime()) : value;
}

export function copyBytes(value: unknown): unknown {
  // Not `slice()`: that of node's Buffer is a view.
  return value instanceof Uint8Array ? new Uint8Array(value) : value;
}

/** Typed values made of a snapshot's, to be given away: nothing that the snapshot holds is shared, except what can not change. */
export function released(value: unknown): unknown {
  if (value instanceof StoredForm) {
    const { plan: { decode }, stored } = value;
    return decode === undefined ? stored : decode(stored, "");
  }
  if (Array.isArray(value)) return value.map(released);
  if (value instanceof Date) return copyDate(value);
  if (value instanceof Uint8Array) return copyBytes(value);
  if (!isPlain(value)) return value;
  const copy = {};
  for (const key of Object.keys(value)) if (value[key] !== undefined) setOwn(copy, key, released(value[key]));
  return copy;
}

export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const UNTYPED: PlanValue = { kind: "any" };

function copyKnown(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    for (const entry of value) {
      const copy = copyKnown(entry);
      if (copy === UNKNOWN_CLASS) return copy;
      list.push(copy);
    }
    return list;
  }
  if (isPlain(value)) {
    const object = {};
    for (const key of Object.keys(value)) {
      if (value[key] === undefined) continue;
      const copy = copyKnown(value[key]);
      if (copy === UNKNOWN_CLASS) return copy;
      setOwn(object, key, copy);
    }
    return object;
  }
  if (value instanceof Date) return copyDate(value);
  if (value instanceof Uint8Array) return copyBytes(value);
  if (value instanceof DocumentState) return linkTo(value);
  return isImmutable(value) ? value : UNKNOWN_CLASS;
}

function isImmutable(value: object): boolean {
  return value instanceof BsonValue || value instanceof Link || value instanceof RegExp || isObjectId(value);
}

/** What is stored of a linked document is the reference: fetching it, and changes inside of it, change nothing here. */
function linkTo(document: DocumentState): Link {
  return new Link(() => document.constructor as ModelClassLike, document.id);
}
