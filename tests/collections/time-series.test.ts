import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { z } from "zod";
import {
  alias,
  Document,
  Granularity,
  indexed,
  init,
  MongoDBVersionError,
  ObjectId,
  ServerError,
  type Settings,
  type TimeSeriesConfig,
} from "../../mod.ts";
import { isOlder, requireVersion } from "../../src/collections/server-version.ts";
import { modelOf } from "../../src/schema/model.ts";
import { testDatabase } from "../support/database.ts";
import { noticesOf } from "./notices.ts";

const at = testDatabase("time_series");

/** Temperatures; the time has another name where it is stored. */
class Reading extends Document({
  takenAt: alias(z.date(), "ts"),
  station: z.object({ id: z.int(), name: z.string() }),
  celsius: indexed(z.number()),
}) {
  static settings = {
    name: "readings",
    timeseries: {
      timeField: "takenAt",
      metaField: "station",
      granularity: Granularity.MINUTES,
      expireAfterSeconds: 3600,
    },
  } satisfies Settings;
}

const start = new Date();
const station = { id: 1, name: "hill" };
const reading = (minutes: number, celsius: number) =>
  new Reading({ takenAt: new Date(start.getTime() + minutes * 60_000), station, celsius });

const definition = async (name: string) => {
  const reply = await at.database.command({ listCollections: 1, filter: { name } });
  return (reply.cursor as { firstBatch: { type: string; options: Record<string, unknown> }[] }).firstBatch[0]!;
};
const bind = (...documentModels: (typeof Reading)[]) => init({ database: at.database, documentModels });

beforeEach(async () => {
  await at.database.command({ dropDatabase: 1 });
});

describe("a time series", () => {
  test("is created by init with its options, under stored names, and its indexes", async () => {
    await bind(Reading);
    const { type, options } = await definition("readings");
    assert.equal(type, "timeseries");
    const { timeField, metaField, granularity } = options.timeseries as Record<string, unknown>;
    assert.deepEqual({ timeField, metaField, granularity, expireAfterSeconds: options.expireAfterSeconds }, {
      timeField: "ts",
      metaField: "station",
      granularity: "minutes",
      expireAfterSeconds: 3600,
    });
    const indexes = (await Reading.indexes.list()).map(({ name }) => name);
    assert.ok(indexes.includes("celsius_1"), String(indexes));
  });

  test("takes measurements and gives them back", async () => {
    await bind(Reading);
    await Reading.insertMany([0, 1, 2, 3].map((minutes) => reading(minutes, minutes)));
    await reading(4, 10).insert();
    assert.equal(await Reading.count(), 5);
    const warm = await Reading.find(Reading.celsius.gte(2), Reading.station.id.eq(1)).sort(Reading.takenAt.desc());
    assert.deepEqual(warm.map(({ celsius }) => celsius), [10, 3, 2]);
    assert.ok(warm[0] instanceof Reading && warm[0].takenAt instanceof Date);
    assert.equal(await Reading.find(Reading.takenAt.lt(start)).exists(), false);
    assert.equal(await Reading.avg(Reading.celsius), 3.2);
  });

  test("stays as it is when it is there, in silence when it is as declared", async () => {
    await bind(Reading);
    await reading(0, 1).insert();
    assert.deepEqual(await noticesOf(() => bind(Reading)), []);
    assert.equal(await Reading.count(), 1);
  });

  test("with other options stays, with a notice that names them", async () => {
    await at.database.command({ create: "readings", timeseries: { timeField: "ts", granularity: "minutes" } });
    const notices = await noticesOf(() => bind(Reading));
    assert.deepEqual(notices.map(({ code }) => code), ["time_series.changed"]);
    assert.match(
      notices[0]!.message,
      /^Reading: the collection "readings" is stored with other options .*\(metaField, expireAfterSeconds\)/,
    );
  });

  test("what was not declared counts as well", async () => {
    class Bare extends Document({ at: z.date() }) {
      static settings: Settings = { timeseries: { timeField: "at" } };
    }
    const create = { create: "Bare", timeseries: { timeField: "at", metaField: "m", granularity: "hours" } };
    await at.database.command(create);
    const notices = await noticesOf(() => init({ database: at.database, documentModels: [Bare] }));
    assert.match(notices[0]!.message, /\(metaField, granularity\)/);
  });

  test("of which there is an ordinary collection already gives a notice", async () => {
    await at.database.command({ create: "readings" });
    const [notice] = await noticesOf(() => bind(Reading));
    assert.match(notice!.message, /is there already as an ordinary collection/);
  });

  test("can be inspected: what the model can not read is found", async () => {
    await bind(Reading);
    await Reading.insertMany([0, 1, 2].map((minutes) => reading(minutes, 1)));
    assert.deepEqual(await Reading.inspectCollection(), { status: "OK", errors: [] });
    const hot = new ObjectId();
    await at.database.command({ insert: "readings", documents: [{ _id: hot, ts: start, station, celsius: "hot" }] });
    const { status, errors } = await Reading.inspectCollection();
    assert.equal(status, "FAIL");
    assert.deepEqual(errors.map(({ documentId }) => documentId), [hot]);
    assert.match(errors[0]!.error.message, /celsius/);
  });

  test("created by several at once is created once", async () => {
    await Promise.all([1, 2, 3, 4].map(() => bind(Reading)));
    assert.equal((await definition("readings")).type, "timeseries");
  });

  test("is not handed down: a child has a collection of its own", async () => {
    class Child extends Reading {
      static override settings = { name: "children" } as never;
    }
    await bind(Child as typeof Reading);
    assert.equal(modelOf(Child).settings.timeseries, undefined);
  });
});

describe("what can not be a time series", () => {
  const refused: [string, Record<string, unknown>, RegExp][] = [
    ["no time", {}, /settings\.timeseries\.timeField .* a date/],
    ["a time that is no date", { timeField: "value" }, /timeseries\.timeField .* a date/],
    ["a time that may be null", { timeField: "maybe" }, /timeseries\.timeField .* never null/],
    ["no such field", { timeField: "At" }, /timeField/],
    ["an origin that there is not", { timeField: "at", metaField: "from" }, /timeseries\.metaField/],
    ["the id as origin", { timeField: "at", metaField: "id" }, /timeseries\.metaField/],
    ["the time as origin", { timeField: "at", metaField: "at" }, /timeseries\.metaField/],
    ["a granularity that there is not", { timeField: "at", granularity: "days" }, /seconds, minutes, hours/],
    ["a time to live that is none", { timeField: "at", expireAfterSeconds: 0.5 }, /whole number of seconds/],
    ["an unknown option", { timeField: "at", bucketRoundingSecond: 3 }, /bucketRoundingSecond .* no such option/],
    ["text", "at" as never, /settings\.timeseries .* expected an object/],
  ];
  for (const [what, timeseries, message] of refused) {
    test(what, async () => {
      class Wrong extends Document({ at: z.date(), value: z.number(), maybe: z.date().nullable() }) {
        static settings: Settings = { timeseries: timeseries as unknown as TimeSeriesConfig };
      }
      await assert.rejects(init({ database: at.database, documentModels: [Wrong] }), message);
    });
  }

  test("what the server refuses is its own error, with model and collection", async () => {
    class Wrong extends Document({ at: z.date() }) {
      static settings: Settings = { timeseries: { timeField: "at", expireAfterSeconds: Number.MAX_SAFE_INTEGER } };
    }
    await assert.rejects(init({ database: at.database, documentModels: [Wrong] }), (error) => {
      assert.ok(error instanceof ServerError);
      assert.match(error.message, /^Wrong: could not create the collection "Wrong": .*expireAfterSeconds/);
      return true;
    });
  });

  test("buckets of their own length need MongoDB 6.3", async () => {
    class Spans extends Document({ at: z.date() }) {
      static settings: Settings = {
        timeseries: { timeField: "at", bucketMaxSpanSeconds: 300, bucketRoundingSeconds: 300 },
      };
    }
    const { version } = await at.database.command({ buildInfo: 1 }) as { version: string };
    const initialised = init({ database: at.database, documentModels: [Spans] });
    if (isOlder(version, "6.3")) {
      await assert.rejects(initialised, (error) => {
        assert.ok(error instanceof MongoDBVersionError);
        assert.equal(error.code, "server.version");
        assert.match(
          error.message,
          /^Spans: time series with bucketMaxSpanSeconds need MongoDB 6\.3 or later, and the server is \d+\.\d+/,
        );
        return true;
      });
    } else {
      await initialised;
      const { options } = await definition("Spans");
      assert.equal((options.timeseries as Record<string, unknown>).bucketMaxSpanSeconds, 300);
    }
  });

  test("a server without them", async () => {
    await assert.rejects(requireVersion(modelOf(Reading), at.database, "time series", "99.1"), (error) => {
      assert.ok(error instanceof MongoDBVersionError);
      assert.equal(error.code, "server.version");
      assert.match(error.message, /^Reading: time series need MongoDB 99\.1 or later, and the server is \d+\.\d+/);
      return true;
    });
    await requireVersion(modelOf(Reading), at.database, "time series", "5.0");
    const versions = ["5.0.0", "6.0.5", "6.2.99", "6.3.0-rc1", "6.10.1", "7.0.2"];
    assert.deepEqual(versions.filter((version) => isOlder(version, "6.3")), ["5.0.0", "6.0.5", "6.2.99"]);
  });
});
