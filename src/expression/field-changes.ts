import { bitOperand } from "./bits.ts";
import { type ChangeExpression, FieldChange, FieldCopy } from "./change.ts";
import { FieldConditions } from "./field-conditions.ts";
import { isFieldReference, NODE, PATH } from "./field-reference.ts";
import {
  amountOperand,
  type ChangePlace,
  currentDateOperand,
  popOperand,
  pullAllOperand,
  renameOperand,
  storedOperand,
  unsetOperand,
} from "./operand.ts";
import { elementsOperand, pushEachOperand, type PushModifiers } from "./push-operand.ts";

/** How a field can be changed. The types (`src/types/fields.ts`) say which of it a field offers. */
export abstract class FieldChanges extends FieldConditions {
  to(value: unknown): ChangeExpression {
    return isFieldReference(value)
      ? new FieldCopy(this[PATH], value[PATH])
      : new FieldChange("$set", this[PATH], storedOperand(placeOf(this), value));
  }
  setOnInsert(value: unknown): FieldChange {
    return new FieldChange("$setOnInsert", this[PATH], storedOperand(placeOf(this), value));
  }
  unset(): FieldChange {
    return new FieldChange("$unset", this[PATH], unsetOperand(placeOf(this)));
  }
  rename(to: unknown): FieldChange {
    return new FieldChange("$rename", this[PATH], renameOperand(placeOf(this), to));
  }

  inc(by: unknown = 1): FieldChange {
    return new FieldChange("$inc", this[PATH], amountOperand(placeOf(this), "inc", by));
  }
  mul(by: unknown): FieldChange {
    return new FieldChange("$mul", this[PATH], amountOperand(placeOf(this), "mul", by));
  }
  min(value: unknown): FieldChange {
    return new FieldChange("$min", this[PATH], storedOperand(placeOf(this), value));
  }
  max(value: unknown): FieldChange {
    return new FieldChange("$max", this[PATH], storedOperand(placeOf(this), value));
  }
  bit(change: unknown): FieldChange {
    return new FieldChange("$bit", this[PATH], bitOperand(placeOf(this), change));
  }
  currentDate(): FieldChange {
    return new FieldChange("$currentDate", this[PATH], currentDateOperand(placeOf(this), true));
  }

  push(...values: unknown[]): FieldChange {
    return new FieldChange("$push", this[PATH], elementsOperand(placeOf(this), "push", values));
  }
  pushEach(values: readonly unknown[], modifiers?: PushModifiers): FieldChange {
    return new FieldChange("$push", this[PATH], pushEachOperand(placeOf(this), values, modifiers));
  }
  addToSet(...values: unknown[]): FieldChange {
    return new FieldChange("$addToSet", this[PATH], elementsOperand(placeOf(this), "addToSet", values));
  }
  pullAll(values: readonly unknown[]): FieldChange {
    return new FieldChange("$pullAll", this[PATH], pullAllOperand(placeOf(this), values));
  }
  pop(end: 1 | -1 = 1): FieldChange {
    return new FieldChange("$pop", this[PATH], popOperand(placeOf(this), end));
  }
}

/** The field as a place for changes. */
export function placeOf(field: FieldChanges): ChangePlace {
  const node = field[NODE];
  return { node, path: field[PATH], model: node?.model };
}
