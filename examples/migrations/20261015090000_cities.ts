// A text that was repeated in every document becomes a collection. Beanie's classes and decorators work too.
import { z } from "zod";
import { Document, objectId, type Settings } from "../../mod.ts";
import { freeFall, iterative } from "../../migrations.ts";

class OldReader extends Document({ firstName: z.string(), lastName: z.string(), city: z.string() }) {
  static settings = { name: "readers" } satisfies Settings;
}

class City extends Document({ name: z.string() }) {
  static settings = { name: "cities" } satisfies Settings;
}

class Reader extends Document({ firstName: z.string(), lastName: z.string(), city: objectId() }) {
  static settings = { name: "readers" } satisfies Settings;
}

export const forward = [
  freeFall(async () => {
    const names = await OldReader.distinct("city");
    await City.insertMany(names.sort().map((name) => new City({ name })));
  }, { documentModels: [OldReader, City] }),

  iterative({ from: OldReader, to: Reader, documentModels: [City] }, async (input, output) => {
    const city = await City.findOne({ name: input.city });
    output.city = city!.id;
  }),
];

export const backward = [
  iterative({ from: Reader, to: OldReader, documentModels: [City] }, async (input, output) => {
    const city = await City.get(input.city);
    output.city = city!.name;
  }),

  freeFall(async () => {
    await City.deleteAll();
  }, { documentModels: [City] }),
];
