// Made from docs/guide/time-series.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, Granularity, init, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/guide/time-series.md print what it says", async () => {
  await printsOf("docs/guide/time-series.md", async (uri) => {
    class Reading extends Document({
      at: z.date(),
      sensor: z.object({ id: z.int(), room: z.string() }),
      celsius: z.number(),
    }) {
      static settings = {
        name: "readings",
        timeseries: {
          timeField: "at",
          metaField: "sensor",
          granularity: Granularity.MINUTES,
          expireAfterSeconds: 90 * 24 * 3600,
        },
      } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Reading] });

    const noon = new Date();
    const kitchen = { id: 7, room: "kitchen" };
    await Reading.insertMany(
      [0, 1, 2, 3].map((minutes) =>
        new Reading({ at: new Date(noon.getTime() + minutes * 60_000), sensor: kitchen, celsius: 20 + minutes })
      ),
    );

    const warm = await Reading.find(Reading.sensor.id.eq(7), Reading.celsius.gt(21)).sort(Reading.at.desc());
    console.log(warm.map(({ celsius }) => celsius), await Reading.avg(Reading.celsius));
  }, ["[ 23, 22 ] 21.5"]);
});
