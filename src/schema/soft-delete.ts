import { z } from "zod";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { Shape } from "../types/shape.ts";
import { alias } from "./metadata.ts";

/** The field that marks a document as deleted: when that was. */
export const DELETED_AT = { property: "deletedAt", stored: "deleted_at" } as const;

/**
 * A shape with the field that marks a document as deleted. Getters of the shape stay unread.
 *
 * @throws {InvalidArgument} when the shape has a field of this name or stored name
 */
export function withDeletedAt(shape: Shape): Shape {
  const { property, stored } = DELETED_AT;
  if (Object.hasOwn(shape, property)) {
    throw new InvalidArgument(
      `DocumentWithSoftDelete keeps the time of deletion in the field "${property}": leave it out of the shape.`,
      { code: "schema.reserved_name", path: property },
    );
  }
  const mark = { value: alias(z.date().nullish(), stored), enumerable: true };
  return Object.create(Object.prototype, { ...Object.getOwnPropertyDescriptors(shape), [property]: mark });
}
