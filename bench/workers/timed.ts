// The timed tasks, the same for every contender.
import type { Model } from "./contender.ts";
import type { Outcome, Request } from "./protocol.ts";
import { inputs, pick, type Plain, type Shape, sumOf } from "./shapes.ts";

const LANES = 32;

export interface Models {
  read: Model;
  written: Model;
}

/** Runs a sample once untimed and then as often as asked. */
export async function measure(samples: number, sample: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n <= samples; n++) {
    const start = performance.now();
    await sample();
    if (n > 0) times.push(performance.now() - start);
  }
  return times;
}

async function insert({ written }: Models, request: Request): Promise<Outcome> {
  const plain = inputs(request.folder, request.shape as Shape);
  const times: number[] = [], construct: number[] = [];
  for (let n = 0; n <= request.samples; n++) {
    const start = performance.now();
    const documents = plain.map((input) => written.construct(input));
    const constructed = performance.now();
    await written.insertMany(documents);
    const end = performance.now();
    if (n === 0) continue;
    construct.push(constructed - start);
    times.push(end - constructed);
  }
  return { times, count: plain.length * (request.samples + 1), sum: 0, figures: { construct: middle(construct) } };
}

async function find({ read }: Models, request: Request): Promise<Outcome> {
  let found: unknown[] = [];
  const times = await measure(request.samples, async () => found = await read.list());
  return { times, count: found.length, sum: sumOf(request.shape as Shape, found as Plain[]) };
}

/** `lanes` loops side by side, each reading `operations` documents one after the other. */
async function findOne({ read }: Models, request: Request, lanes: number): Promise<Outcome> {
  const ids = (await read.list()).map((document) => read.idOf(document));
  const found: unknown[] = new Array(lanes * request.operations);
  const lane = async (from: number): Promise<void> => {
    for (let n = from; n < from + request.operations; n++) found[n] = await read.findOne(ids[pick(n, ids.length)]);
  };
  const times = await measure(request.samples, () => {
    found.fill(null);
    return Promise.all(Array.from({ length: lanes }, (_, n) => lane(n * request.operations)));
  });
  return {
    times,
    count: found.filter((one) => one !== null).length,
    sum: sumOf(request.shape as Shape, found as Plain[]),
  };
}

async function updateOne({ read, written }: Models, request: Request): Promise<Outcome> {
  const ids = (await read.list()).map((document) => read.idOf(document));
  let matched = 0;
  const times = await measure(request.samples, async () => {
    matched = 0;
    for (let n = 0; n < request.operations; n++) matched += await written.updateOne(ids[pick(n, ids.length)], "age", n);
  });
  return { times, count: matched, sum: 0 };
}

async function buildQuery({ read }: Models, request: Request): Promise<Outcome> {
  let built = 0;
  const times = await measure(request.samples, () => {
    built = 0;
    for (let n = 0; n < request.operations; n++) if (read.buildQuery(n)) built++;
    return Promise.resolve();
  });
  return { times, count: built, sum: 0 };
}

export function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

export const timedTasks: Record<string, (models: Models, request: Request) => Promise<Outcome>> = {
  insert,
  find,
  "find-one": (models, request) => findOne(models, request, 1),
  "find-one-32": (models, request) => findOne(models, request, LANES),
  "update-one": updateOne,
  "build-query": buildQuery,
};
