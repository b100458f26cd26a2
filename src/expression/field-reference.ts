import type { FieldNode } from "../schema/field.ts";

/** The node behind a field expression. A symbol, because the fields of users are members beside it. */
export const NODE: unique symbol = Symbol("haricot.field.node");
/** The stored path of a field expression. */
export const PATH: unique symbol = Symbol("haricot.field.path");

/** What a field expression is to those who only need to know which field it stands for. */
export interface FieldReference {
  readonly [NODE]: FieldNode | undefined;
  readonly [PATH]: string;
}

/** Whether the value is a field expression. */
export function isFieldReference(value: unknown): value is FieldReference {
  return typeof value === "object" && value !== null && PATH in value;
}
