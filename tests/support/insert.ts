import type { Database } from "../../src/client/database.ts";
import { runDocument } from "../../src/client/run.ts";

/** Inserts plain documents. */
export function insert(
  database: Database,
  collection: string,
  values: readonly object[],
  ordered = true,
): Promise<Record<string, unknown>> {
  return runDocument({
    database,
    command: { insert: collection, ordered },
    documents: { plan: null, values, statements: "documents" },
  });
}
