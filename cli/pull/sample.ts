import { openCursor } from "../../src/client/cursor.ts";
import type { Database } from "../../src/client/database.ts";
import type { Rows } from "../../src/client/operation.ts";
import { readUntyped } from "../../src/transfer/read-untyped.ts";
import { className } from "./names.ts";
import type { Sample } from "./render.ts";
import { nothingSeen, see } from "./seen.ts";

/** Numbers with the types that they are stored with. */
const exactRows: Rows<Record<string, unknown>> = {
  plan: null,
  read: (frame) => readUntyped(frame, { numbers: "exact" }),
};

/** Collections of the migrations and of the server are no models. */
const NOT_MODELS = /^(?:system\.|migrations_log$|migrations_lock$)/;

/** The collections of a database, in the order of their names; views are none. */
export async function collectionsOf(database: Database, signal: AbortSignal): Promise<string[]> {
  const command = {
    listCollections: 1,
    filter: { type: { $ne: "view" } },
    nameOnly: true,
    authorizedCollections: true,
  };
  const found = await openCursor({ database, command, signal, runCommand: true }, exactRows).toArray();
  return found.map(({ name }) => name as string).filter((name) => !NOT_MODELS.test(name)).sort();
}

/** Looks at documents of a collection, taken at random where there are more than that. */
export async function sample(
  database: Database,
  collection: string,
  size: number,
  options: {
    readonly signal: AbortSignal;
    readonly taken: ReadonlySet<string>;
    readonly report: (done: number) => void;
  },
): Promise<Sample> {
  const { signal, taken, report } = options;
  const total = (await database.command({ count: collection }, { signal })).n as number;
  const pipeline = total > size ? [{ $sample: { size } }] : [];
  const command = { aggregate: collection, pipeline, cursor: { batchSize: 1000 } };
  const seen = nothingSeen();
  for await (const page of openCursor({ database, command, signal, getMore: { batchSize: 1000 } }, exactRows).pages()) {
    for (const document of page) see(seen, document);
    report(seen.count);
  }
  return { collection, className: className(collection, taken), documents: seen.count, total, seen };
}
