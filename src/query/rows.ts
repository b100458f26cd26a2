import type { Rows } from "../client/operation.ts";
import { compileFill } from "../transfer/fill.ts";
import type { Plan } from "../transfer/plan.ts";
import { readUntyped } from "../transfer/read-untyped.ts";

/** Documents without a declared type, as plain objects. */
export const untypedRows: Rows<Record<string, unknown>> = { plan: null, read: (frame) => readUntyped(frame) };

/** Documents of a plan as plain objects. */
export function plainRows(plan: Plan): Rows<object> {
  return {
    plan,
    read(frame): object[] {
      const fill = compileFill(plan);
      const rows: object[] = [];
      for (let index = 0; index < frame.count; index++) {
        const row = {};
        fill(row, frame);
        rows.push(row);
      }
      return rows;
    },
  };
}
