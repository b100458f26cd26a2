// Made from docs/how-to/geo-queries.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { Document, init, type Settings } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/how-to/geo-queries.md print what it says", async () => {
  await printsOf("docs/how-to/geo-queries.md", async (uri) => {
    const Point = z.object({
      type: z.literal("Point").default("Point"),
      coordinates: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]),
    });

    class Cafe extends Document({ name: z.string(), place: Point }) {
      static settings = { name: "cafes", indexes: [["place", "2dsphere"]] } satisfies Settings;
    }

    await init({ uri: uri, documentModels: [Cafe] });

    const at = (longitude: number, latitude: number): z.input<typeof Point> => ({ coordinates: [longitude, latitude] });
    await Cafe.insertMany([
      new Cafe({ name: "Central", place: at(4.900, 52.379) }),
      new Cafe({ name: "Museum", place: at(4.885, 52.360) }),
      new Cafe({ name: "Airport", place: at(4.764, 52.308) }),
    ]);

    const names = (cafes: Cafe[]): string => cafes.map(({ name }) => name).join();
    const near = Cafe.find(Cafe.place.near(4.890, 52.365, { maxDistance: 3000 }));
    console.log(names(await near.limit(5)));

    const rows = await Cafe.aggregate<{ name: string; metres: number }>([
      {
        $geoNear: {
          near: { type: "Point", coordinates: [4.890, 52.365] },
          distanceField: "metres",
          maxDistance: 20_000,
        },
      },
      { $project: { _id: 0, name: 1, metres: { $round: ["$metres", -2] } } },
    ]);
    for (const { name, metres } of rows) console.log(name, metres);

    const centre = [[[4.87, 52.35], [4.92, 52.35], [4.92, 52.39], [4.87, 52.39], [4.87, 52.35]]];
    console.log(names(await Cafe.find(Cafe.place.geoWithin("Polygon", centre)).sort("name")));
    console.log(await Cafe.find(Cafe.place.geoWithin("Polygon", centre)).count());
  }, ["Museum,Central","Museum 700","Central 1700","Airport 10700","Central,Museum","2"]);
});
