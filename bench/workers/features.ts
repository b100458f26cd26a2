// The timed tasks of what models add. Contenders that have no such thing are not asked.
import type { BulkWrite } from "./contender.ts";
import type { Outcome, Request } from "./protocol.ts";
import { inputs, pick, type Plain, type Shape, sumOf } from "./shapes.ts";
import { measure, type Models } from "./timed.ts";

/** Changes one field of documents that are at hand, and has the library find out what to write. */
async function saveChanges({ written }: Models, request: Request): Promise<Outcome> {
  const documents = await written.list();
  let sample = 0, saved = 0;
  const times = await measure(request.samples, async () => {
    saved = 0;
    for (let n = 0; n < request.operations; n++) {
      await written.saveChanges!(documents[pick(n, documents.length)], "age", n + sample * 1000);
      saved++;
    }
    sample++;
  });
  return { times, count: saved, sum: 0 };
}

/** Of four writes one inserts, two update, and one removes what the sample before has inserted. */
async function bulk({ read, written }: Models, request: Request): Promise<Outcome> {
  const plain = inputs(request.folder, request.shape as Shape);
  const ids = (await read.list()).map((document) => read.idOf(document));
  let doomed = ids.filter((_, n) => n % 4 === 3);
  const times: number[] = [];
  let count = 0;
  for (let n = 0; n <= request.samples; n++) {
    const inserted: unknown[] = [];
    const writes = plain.map(({ _id, ...fields }, at): BulkWrite<unknown> => {
      if (at % 4 === 1 || at % 4 === 2) return { update: ids[at], path: "age", value: at };
      if (at % 4 === 0) return { insert: inserted[at / 4] = written.construct({ ...fields, age: at + 3 }) };
      return { remove: doomed[(at - 3) / 4] };
    });
    const start = performance.now();
    count = await written.bulk!(writes);
    if (n > 0) times.push(performance.now() - start);
    doomed = inserted.map((document) => written.idOf(document));
  }
  return { times, count, sum: 0 };
}

async function aggregate({ read }: Models, request: Request): Promise<Outcome> {
  let rows: Plain[] = [];
  const stages = [{ $project: { _id: 0, name: 1, email: 1, age: 1 } }];
  const times = await measure(request.samples, async () => rows = await read.aggregate!(stages));
  return { times, count: rows.length, sum: sumOf(request.shape as Shape, rows) };
}

/** Rewrites a whole collection, once: the next round gets a new one. */
async function migrate({ written }: Models): Promise<Outcome> {
  const start = performance.now();
  const count = await written.migrate!();
  return { times: [performance.now() - start], count, sum: 0 };
}

export const featureTasks: Record<string, (models: Models, request: Request) => Promise<Outcome>> = {
  "save-changes": saveChanges,
  bulk,
  aggregate,
  migrate,
};
