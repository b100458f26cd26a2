// Heap of documents that a program keeps, and how a long scan treats the event loop. Each runs in a process of its own.
import process from "node:process";
import type { Model } from "./contender.ts";
import type { Outcome, Request } from "./protocol.ts";
import { checksum, type Plain, type Shape } from "./shapes.ts";
import type { Models } from "./timed.ts";

declare const Bun: { gc(force: boolean): void } | undefined;
declare const gc: (() => void) | undefined;

/** Bytes of the JavaScript heap (and of the buffers that it owns) after everything unused has been collected. */
async function usedHeap(): Promise<number> {
  for (let n = 0; n < 4; n++) {
    if (typeof Bun !== "undefined") Bun.gc(true);
    else if (typeof gc === "function") gc();
    else throw new Error("no garbage collector to call: start Deno with --v8-flags=--expose-gc");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const { heapUsed, external } = process.memoryUsage();
  return typeof Bun !== "undefined" ? heapUsed : heapUsed + external;
}

async function heapPerKept(request: Request, batches: number, keep: () => Promise<unknown[]>): Promise<Outcome> {
  // Compiled code and caches of the first rounds are no documents.
  for (let n = 0; n < 30; n++) await keep();
  const kept: unknown[][] = [];
  const before = await usedHeap();
  for (let n = 0; n < batches; n++) kept.push(await keep());
  const after = await usedHeap();
  const all = kept.flat() as Plain[];
  const sum = all.reduce((total, document) => total + checksum(request.shape as Shape, document), 0);
  return { times: [], count: all.length, sum, figures: { bytesPerDocument: (after - before) / all.length } };
}

/** The same documents as plain objects with flat strings and the id as text: what JSON.parse gives. */
async function plainHeap(models: Models, request: Request): Promise<Outcome> {
  const list = await models.read.list() as Plain[];
  const text = JSON.stringify(list.map((document) => ({ ...document, _id: String(models.read.idOf(document)) })));
  const revive = (key: string, value: unknown): unknown => key === "createdAt" ? new Date(value as string) : value;
  return heapPerKept(request, request.operations, () => Promise.resolve(JSON.parse(text, revive)));
}

/**
 * Reads everything while a timer ticks every millisecond; the longest time between two ticks is the longest stall.
 */
async function scan(model: Model, request: Request, how: "iterate" | "list"): Promise<Outcome> {
  let longest = 0;
  let last = performance.now();
  const ticker = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  await new Promise((resolve) => setTimeout(resolve, 20));
  longest = 0;
  let count = 0, sum = 0;
  const start = performance.now();
  const add = (document: unknown): void => {
    sum += checksum(request.shape as Shape, document as Plain);
    count++;
  };
  let time: number;
  if (how === "iterate") {
    for await (const document of model.iterate()) add(document);
    time = performance.now() - start;
    await new Promise((resolve) => setTimeout(resolve, 5));
    clearInterval(ticker);
  } else {
    const list = await model.list();
    time = performance.now() - start;
    await new Promise((resolve) => setTimeout(resolve, 5));
    clearInterval(ticker);
    for (const document of list) add(document);
  }
  return { times: [time], count, sum, figures: { longestStall: longest } };
}

export const memoryTasks: Record<string, (models: Models, request: Request) => Promise<Outcome>> = {
  "heap-all": (models, request) => heapPerKept(request, request.operations, () => models.read.list()),
  "heap-one": (models, request) =>
    heapPerKept(request, request.operations, async () => {
      const list = await models.read.list();
      return [list[Math.floor(list.length / 2)]];
    }),
  "heap-plain": plainHeap,
  "scan-iterate": ({ read }, request) => scan(read, request, "iterate"),
  "scan-list": ({ read }, request) => scan(read, request, "list"),
};
