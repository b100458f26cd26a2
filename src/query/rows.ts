import type { Rows } from "../client/operation.ts";
import { withStoredId } from "../schema/locate.ts";
import { compileFill } from "../transfer/fill.ts";
import type { Plan } from "../transfer/plan.ts";
import { readUntyped } from "../transfer/read-untyped.ts";

/** Documents without a declared type, as plain objects. */
export const untypedRows: Rows<Record<string, unknown>> = { plan: null, read: (frame) => readUntyped(frame) };

/** Documents of a plan as plain objects. */
export function plainRows(plan: Plan): Rows<Record<string, unknown>> {
  return {
    plan,
    read(frame): Record<string, unknown>[] {
      const fill = compileFill(plan);
      const rows: Record<string, unknown>[] = [];
      try {
        for (let index = 0; index < frame.count; index++) {
          const row = {};
          rows.push(row);
          fill(row, frame);
        }
      } catch (error) {
        throw withStoredId(error, rows.at(-1));
      }
      return rows;
    },
  };
}
