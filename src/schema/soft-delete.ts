import { z } from "zod";
import type { Shape } from "../types/shape.ts";
import { alias } from "./metadata.ts";

/** The field that marks a document as deleted: when that was. */
export const DELETED_AT = { property: "deletedAt", stored: "deleted_at" } as const;

/** The field of {@link DELETED_AT}, as part of a shape. */
export function softDeleteShape(): Shape {
  return { [DELETED_AT.property]: alias(z.date().nullish(), DELETED_AT.stored) };
}
