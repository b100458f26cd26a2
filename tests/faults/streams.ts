// Four writers insert, change and delete documents while change streams are read: one from the beginning to the end, one that is closed every now and then and goes on
// behind its token, and many that are ended after a moment. Started by `npm run test:faults`, which kills the primary meanwhile.
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ChangeStream } from "../../src/client/change-stream.ts";
import type { ChangeEvent } from "../../src/client/change-event.ts";
import type { ResumeToken } from "../../src/client/change-stream-options.ts";
import { connect } from "../../src/client/connect.ts";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { library, uri } from "../support/environment.ts";
import { reasonOf, underFaults } from "./support.ts";

class Entry extends Document({ id: z.string(), state: z.int() }) {
  static settings = { name: "entries" };
}

type EntryEvent = ChangeEvent<Entry, { readonly id: string }>;

const WRITERS = 4;
/** Id of the document that is written behind all others. */
const LAST = "last";
/** What takes longer than this to end, or to arrive, hangs. */
const HANGS_AFTER_MS = 30_000;

const client = await connect(uri, { library, w: "majority", serverSelectionTimeoutMS: 60_000, maxPoolSize: 50 });
const database = client.database("haricot_fault_streams");
await database.command({ dropDatabase: 1 });
await init({ database, documentModels: [Entry] });
await database.command({ create: "entries" });

/** What a reader has seen of one writer: `insert 0-0`, `update 0-0`, `delete 0-0`, `insert 0-1` ... */
class Seen {
  readonly #events: string[][] = Array.from({ length: WRITERS }, () => []);
  #token = "";
  readonly wrong: string[] = [];

  add(event: EntryEvent): void {
    if (!("documentKey" in event)) {
      this.wrong.push(`an event ${event.operationType}`);
      return;
    }
    const { id } = event.documentKey;
    const token = String(event.resumeToken._data);
    if (token <= this.#token) this.wrong.push(`the token of ${event.operationType} ${id} is not behind the one before`);
    this.#token = token;
    this.#events[Number(id.split("-")[0])]!.push(`${event.operationType} ${id}`);
  }

  /** Where it differs from what was written. */
  differences(who: string, written: readonly (readonly string[])[]): string[] {
    const found = this.wrong.map((what) => `${who}: ${what}`);
    for (const [writer, expected] of written.entries()) {
      const seen = this.#events[writer]!;
      const at = expected.findIndex((event, index) => seen[index] !== event);
      if (at >= 0) found.push(`${who}: ${expected[at]} was expected, ${seen[at] ?? "nothing"} came`);
      else if (seen.length > expected.length) found.push(`${who}: ${seen[expected.length]} came and was not written`);
    }
    return found;
  }
}

function isLast(event: EntryEvent | undefined): boolean {
  return event !== undefined && "documentKey" in event && event.documentKey.id === LAST;
}

await underFaults(async (isStopped) => {
  const written: string[][] = Array.from({ length: WRITERS }, () => []);
  const failures: string[] = [];
  const figures = { restarts: 0, ended: 0, slowestSignalMS: 0, slowestCloseMS: 0 };

  const write = async (writer: number): Promise<void> => {
    for (let n = 0; !isStopped(); n++) {
      const id = `${writer}-${n}`;
      try {
        const entry = await new Entry({ id, state: 0 }).insert();
        written[writer]!.push(`insert ${id}`);
        await entry.set({ state: 1 });
        written[writer]!.push(`update ${id}`);
        await entry.delete();
        written[writer]!.push(`delete ${id}`);
      } catch (error) {
        failures.push(`${id}: ${reasonOf(error)}`);
      }
    }
  };

  /** Reads to the last event. */
  const readAll = async (who: string, seen: Seen, next: () => Promise<EntryEvent | undefined>): Promise<void> => {
    try {
      for (let event = await next(); !isLast(event); event = await next()) {
        if (event === undefined) throw new Error("the stream ended by itself");
        seen.add(event);
      }
    } catch (error) {
      failures.push(`${who}: ${reasonOf(error)}`);
    }
  };

  await using whole = await Entry.watch([], { maxAwaitTimeMS: 200 }).open();
  const ofWhole = new Seen(), ofParts = new Seen();
  let part: ChangeStream<EntryEvent> = await Entry.watch([], { maxAwaitTimeMS: 200 }).open();
  let left = 50, token: ResumeToken | undefined;

  /** The next event of a stream that is closed after some dozens of them; another one goes on behind its token. */
  const nextOfParts = async (): Promise<EntryEvent | undefined> => {
    if (left-- === 0) {
      token = part.resumeToken;
      await part.close();
      part = Entry.watch([], { maxAwaitTimeMS: 200, ...(token !== undefined && { startAfter: token }) });
      left = 20 + Math.floor(Math.random() * 60);
      figures.restarts++;
    }
    return (await part.next()).value;
  };

  /** Opens streams and ends them after a moment, whatever the replica set is at. */
  const endEarly = async (): Promise<void> => {
    while (!isStopped()) {
      const controller = new AbortController(), reason = new Error("enough");
      const bySignal = Math.random() < 0.5;
      const stream = Entry.watch([], { signal: controller.signal });
      const reading = (async () => {
        for await (const _event of stream);
      })().then(() => undefined, (error: unknown) => error);
      await sleep(Math.random() * 300);
      const asked = performance.now();
      if (bySignal) controller.abort(reason);
      else void stream.close();
      const outcome = await Promise.race([reading, sleep(HANGS_AFTER_MS, "hangs", { ref: false })]);
      if (outcome !== (bySignal ? reason : undefined)) {
        failures.push(`a stream that was ended by ${bySignal ? "its signal" : "close()"}: ${reasonOf(outcome)}`);
      }
      figures.ended++;
      const name = bySignal ? "slowestSignalMS" : "slowestCloseMS";
      figures[name] = Math.max(figures[name], Math.round(performance.now() - asked));
    }
  };

  const reading = Promise.all([
    readAll("one stream", ofWhole, async () => (await whole.next()).value),
    readAll("streams one after another", ofParts, nextOfParts),
  ]);
  await Promise.all([...Array.from({ length: WRITERS }, (_, writer) => write(writer)), endEarly()]);
  await new Entry({ id: LAST, state: 0 }).insert();
  if (await Promise.race([reading, sleep(HANGS_AFTER_MS, "hangs", { ref: false })]) === "hangs") {
    failures.push("the last event did not come");
  }
  await part.close();
  await whole.close();
  const lost = [
    ...ofWhole.differences("one stream", written),
    ...ofParts.differences("streams one after another", written),
  ];
  const acknowledged = written.reduce((sum, { length }) => sum + length, 0);
  return { acknowledged, ...figures, failures, lost };
});
await client.close();
