import type { Rows } from "../../src/client/operation.ts";
import { readUntyped } from "../../src/transfer/read-untyped.ts";

/** Documents as plain objects, without a plan. */
export const untyped: Rows<Record<string, unknown>> = { plan: null, read: (frame) => readUntyped(frame) };
