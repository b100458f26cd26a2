import type { WriteOptions } from "../types/options.ts";

/** A document that can be stored: what `upsert` needs of the layer above. */
export interface Insertable {
  insert(options: WriteOptions): Promise<unknown>;
}

/** Whether the value is a document. */
export function isInsertable(value: unknown): value is Insertable {
  return typeof value === "object" && value !== null && typeof (value as Partial<Insertable>).insert === "function";
}
