// A field becomes two. Both models are declared here, as they were on that day.
import { z } from "zod";
import { Document, type Settings } from "../../mod.ts";
import { iterative } from "../../migrations.ts";

class OldReader extends Document({ name: z.string(), city: z.string() }) {
  static settings = { name: "readers" } satisfies Settings;
}

class Reader extends Document({ firstName: z.string(), lastName: z.string(), city: z.string() }) {
  static settings = { name: "readers" } satisfies Settings;
}

export const forward = [
  iterative({ from: OldReader, to: Reader, batchSize: 250 }, (input, output) => {
    const [first = "", ...rest] = input.name.split(" ");
    output.firstName = first;
    output.lastName = rest.join(" ");
  }),
];

export const backward = [
  iterative({ from: Reader, to: OldReader, batchSize: 250 }, (input, output) => {
    output.name = [input.firstName, input.lastName].join(" ").trim();
  }),
];
