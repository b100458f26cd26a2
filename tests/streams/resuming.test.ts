import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import {
  type ChangeEvent,
  type ChangeStream,
  type Client,
  connect,
  CursorLost,
  Document,
  init,
  ObjectId,
  ServerError,
  type Settings,
} from "../../mod.ts";
import { resumeOptions } from "../../src/client/resume.ts";
import { eventually } from "../connections/support/current-operations.ts";
import { testDatabase } from "../support/database.ts";
import { library, uri } from "../support/environment.ts";

const at = testDatabase("streams_resume");
const appName = `haricot_streams_${Math.floor(Math.random() * 2 ** 32)}`;
let client: Client;

class Step extends Document({ id: z.int() }) {
  static settings = { name: "steps" } satisfies Settings;
}

type StepEvent = ChangeEvent<Step, { readonly id: number }>;

before(async () => {
  client = await connect(uri, { library, appName });
  await init({ database: client.database(at.database.name), documentModels: [Step] });
});
after(() => client.close());
beforeEach(async () => {
  await Step.deleteAll();
});

async function ids(stream: ChangeStream<StepEvent>, count: number): Promise<number[]> {
  const found: number[] = [];
  while (found.length < count) {
    const { done, value } = await stream.next();
    if (done) break;
    if (value.operationType === "insert") found.push(value.fullDocument.id);
  }
  return found;
}

async function insert(...numbers: number[]): Promise<void> {
  await at.database.command({ insert: "steps", documents: numbers.map((_id) => ({ _id })) });
}

/** Lets the server fail commands of this file's client while something runs. */
async function failing(mode: unknown, data: Record<string, unknown>, run: () => Promise<void>): Promise<void> {
  const admin = at.client.database("admin");
  const point = { configureFailPoint: "failCommand" };
  await admin.command({ ...point, mode, data: { appName, ...data } });
  try {
    await run();
  } finally {
    await admin.command({ ...point, mode: "off" });
  }
}

/** Cursors with this comment that the server is waiting for events for. */
async function waiting(comment: string): Promise<bigint[]> {
  const pipeline = [{ $currentOp: {} }, {
    $match: { "command.comment": comment, "command.getMore": { $exists: true } },
  }];
  const found = at.client.database("admin").cursorCommand({ aggregate: 1, pipeline, cursor: {} });
  return (await found.toArray()).map(({ command }) => BigInt((command as { getMore: bigint }).getMore));
}

// Errors of failing servers are left out: the driver takes the server for gone until it hears of it again, up to ten seconds later.
const RESUMABLE = ["ResumableChangeStreamError"];

describe("a stream goes on by itself, and gives each event once", () => {
  const faults: [string, Record<string, unknown>][] = [
    ["after a connection that was closed", { closeConnection: true }],
    ["when the server asks for it", { errorCode: 234, errorLabels: RESUMABLE }],
    ["when the cursor is not there any more", { errorCode: 43 }],
  ];
  for (const [what, fault] of faults) {
    test(what, async () => {
      await using stream = await Step.watch([], { maxAwaitTimeMS: 30 }).open();
      await insert(1, 2);
      assert.deepEqual(await ids(stream, 1), [1]);
      await failing({ times: 2 }, { failCommands: ["getMore"], ...fault }, async () => {
        await insert(3);
        assert.deepEqual(await ids(stream, 2), [2, 3]);
        await insert(4);
        assert.deepEqual(await ids(stream, 1), [4]);
      });
    });
  }

  test("when it was lost before the first event, behind what the server had looked through", async () => {
    await using stream = await Step.watch([], { maxAwaitTimeMS: 30 }).open();
    await failing({ times: 1 }, { failCommands: ["getMore"], closeConnection: true }, async () => {
      await insert(1);
      assert.deepEqual(await ids(stream, 1), [1]);
    });
  });

  test("when it was started after an event that invalidated another", async () => {
    const other = await Step.watch().open();
    await at.database.command({ drop: "steps" });
    await ids(other, 1);
    await insert(1);
    await failing({ times: 1 }, { failCommands: ["getMore"], closeConnection: true }, async () => {
      await using stream = Step.watch([], { startAfter: other.resumeToken!, batchSize: 1, maxAwaitTimeMS: 30 });
      assert.deepEqual(await ids(stream, 1), [1]);
    });
  });

  test("when opening again fails for a passing reason", async () => {
    await using stream = await Step.watch([], { maxAwaitTimeMS: 30 }).open();
    const data = { failCommands: ["getMore", "aggregate"], errorCode: 262, errorLabels: RESUMABLE };
    await failing({ times: 2 }, data, async () => {
      await insert(1);
      assert.deepEqual(await ids(stream, 1), [1]);
    });
  });
});

describe("a stream ends with an error", () => {
  test("that the server does not call resumable", async () => {
    const stream = await Step.watch([], { maxAwaitTimeMS: 30 }).open();
    await failing("alwaysOn", { failCommands: ["getMore"], errorCode: 13, errorLabels: [] }, async () => {
      await assert.rejects(stream.next(), (error) => error instanceof ServerError && error.serverCode === 13);
    });
    assert.equal(stream.closed, true);
    assert.deepEqual(await stream.next(), { done: true, value: undefined });
  });

  test("when someone kills its cursor while it waits, and another one goes on where it was", async () => {
    const comment = `killed ${Math.random()}`;
    const stream = await Step.watch([], { comment, maxAwaitTimeMS: 60_000 }).open();
    const reading = stream.next();
    // By the specification that is meant to end it, unlike a cursor that is not found.
    const ended = assert.rejects(reading, (error) => error instanceof CursorLost && error.serverCode === 237);
    const cursors = await eventually(() => waiting(comment), ({ length }) => length === 1);
    await at.database.command({ killCursors: "steps", cursors });
    // The server looks whether it was killed when something is written.
    await at.database.command({ insert: "others", documents: [{ _id: new ObjectId() }] });
    await ended;
    assert.equal(stream.closed, true);
    await insert(1);
    await using further = Step.watch([], { startAfter: stream.resumeToken! });
    assert.deepEqual(await ids(further, 1), [1]);
  });

  test("when it can not be opened again", async () => {
    const stream = await Step.watch([], { maxAwaitTimeMS: 30 }).open();
    await failing(
      "alwaysOn",
      { failCommands: ["getMore", "aggregate"], errorCode: 286, errorLabels: RESUMABLE },
      async () => {
        await assert.rejects(stream.next(), (error) => error instanceof ServerError && error.serverCode === 286);
      },
    );
    assert.equal(stream.closed, true);
  });
});

describe("where a stream goes on", () => {
  const token = { _data: "82" }, given = { _data: "81" };

  test("behind the token, in the place of whatever it began with", () => {
    assert.deepEqual(resumeOptions({ fullDocument: "required", resumeAfter: given }, token, false), {
      fullDocument: "required",
      resumeAfter: token,
    });
    assert.deepEqual(resumeOptions({ startAfter: given }, token, true), { resumeAfter: token });
    assert.deepEqual(resumeOptions({ startAfter: given }, token, false), { startAfter: token });
  });

  test("without a token where it began", () => {
    assert.deepEqual(resumeOptions({ fullDocument: "updateLookup" }, undefined, false), {
      fullDocument: "updateLookup",
    });
  });
});
