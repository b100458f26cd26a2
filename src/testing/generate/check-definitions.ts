import type { z } from "zod";
import { type AnySchema, checksOf } from "../../schema/zod.ts";

/** A check of Zod's own; which one, says its `check`. */
export type CheckDefinition = z.core.$ZodChecks["_zod"]["def"];

/** What the checks of a schema say, in the order in which Zod makes them. */
export function checkDefinitions(schema: AnySchema): CheckDefinition[] {
  return checksOf(schema).map(({ _zod: { def } }) => def as CheckDefinition);
}
