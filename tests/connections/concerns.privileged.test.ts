import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { MongoClient } from "mongodb";
import { z } from "zod";
import { connect, type ConnectOptions, Document, init, ServerSelectionError } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";
import { library, uri } from "../support/environment.ts";
import { uniqueAppName } from "./support/current-operations.ts";

class Thing extends Document({ n: z.int() }) {
  static settings = { name: "things" };
}

const at = testDatabase("concerns");
/** Reads what Haricot refuses to read: collections of the server. */
const observer = new MongoClient(uri);

/** Commands as the server received them, by name. */
type Received = Readonly<Record<"insert" | "find" | "change" | "count", Record<string, unknown>>>;

/** Uses a client with options, by a model and by commands; gives what the server received. */
async function received(options: ConnectOptions, query = ""): Promise<Received> {
  const appName = uniqueAppName("concerns");
  const address = query === "" ? uri : `${uri}${uri.includes("?") ? "&" : "/?"}${query}`;
  await using client = await connect(address, { library, appName, ...options });
  const database = client.database(at.database.name);
  await init({ database, documentModels: [Thing] });
  await new Thing({ n: 1 }).insert();
  await Thing.find({ n: 1 }).toList();
  await database.command({ findAndModify: "things", query: { n: 1 }, update: { $set: { n: 2 } } });
  await database.command({ count: "things" });
  const entries = await observer.db(database.name).collection("system.profile").find({ appName }).toArray();
  const commands = entries.map((entry) => entry["command"] as Record<string, unknown>);
  const first = (name: string) => commands.find((command) => name in command) ?? assert.fail(`no ${name} was profiled`);
  return { insert: first("insert"), find: first("find"), change: first("findAndModify"), count: first("count") };
}

describe("what operations inherit from their client", () => {
  before(() => at.database.command({ profile: 2 }));
  after(async () => {
    await at.database.command({ profile: 0 });
    await observer.close();
  });

  test("nothing unless options say so, but for retryable writes", async () => {
    const { insert, find, change } = await received({});
    for (const command of [insert, find]) {
      assert.equal(command["readConcern"], undefined);
      assert.equal(command["writeConcern"], undefined);
      assert.equal(command["$readPreference"], undefined);
    }
    assert.ok("txnNumber" in insert);
    assert.ok("txnNumber" in change);
  });

  test("w, journal and wTimeoutMS go with writes only", async () => {
    for (
      const [options, query] of [[{ w: "majority", journal: true, wTimeoutMS: 4321 }, ""], [
        {},
        "w=majority&journal=true&wTimeoutMS=4321",
      ]] as const
    ) {
      const { insert, find, change, count } = await received(options, query);
      for (const command of [insert, change]) {
        assert.deepEqual(command["writeConcern"], { w: "majority", j: true, wtimeout: 4321 });
      }
      assert.equal(find["writeConcern"], undefined);
      assert.equal(count["writeConcern"], undefined);
    }
  });

  test("w may be a number", async () => {
    assert.deepEqual((await received({ w: 1 })).insert["writeConcern"], { w: 1 });
  });

  test("readConcernLevel goes with reads only", async () => {
    const { insert, find, count } = await received({ readConcernLevel: "majority" });
    for (const command of [find, count]) {
      assert.equal((command["readConcern"] as { level: string }).level, "majority");
    }
    assert.equal(insert["readConcern"], undefined);
  });

  test("readPreference goes with reads, with its limit of staleness", async () => {
    const { insert, find, count } = await received({ readPreference: "secondaryPreferred", maxStalenessSeconds: 120 });
    for (const command of [find, count]) {
      assert.deepEqual(command["$readPreference"], { mode: "secondaryPreferred", maxStalenessSeconds: 120 });
    }
    assert.equal(insert["$readPreference"], undefined);
  });

  test("tag sets of the URI choose the servers of reads", async () => {
    const tagged = "readPreference=nearest&readPreferenceTags=dc:absent";
    const { find } = await received({}, `${tagged}&readPreferenceTags=`);
    assert.equal((find["$readPreference"] as { mode: string }).mode, "nearest");
    await assert.rejects(received({ serverSelectionTimeoutMS: 200 }, tagged), ServerSelectionError);
  });

  test("retryWrites=false leaves out the transaction number", async () => {
    assert.equal((await received({ retryWrites: false })).insert["txnNumber"], undefined);
    assert.equal((await received({}, "retryWrites=false")).insert["txnNumber"], undefined);
  });
});
