import type { Session } from "../client/session.ts";

/** A document that can be stored: what `upsert` needs of the layer above. */
export interface Insertable {
  insert(options: { session: Session | undefined; signal: AbortSignal | undefined }): Promise<unknown>;
}

/** Whether the value is a document. */
export function isInsertable(value: unknown): value is Insertable {
  return typeof value === "object" && value !== null && typeof (value as Partial<Insertable>).insert === "function";
}
