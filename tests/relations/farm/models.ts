import { z } from "zod";
import { Document, link } from "../../../mod.ts";

// Four levels of links: single, optional, lists and optional lists.

export class Well extends Document({ depth: z.int() }) {}
export class Plot extends Document({ x: z.int(), y: z.int(), well: link(() => Well).optional() }) {}
export class Gate extends Document({
  height: z.int(),
  plot: link(() => Plot).optional(),
  wells: z.array(link(() => Well)).default([]),
}) {}
export class Barn extends Document({ hay: z.int().default(0) }) {}
export class Pond extends Document({ fish: z.int() }) {}
export class Farm extends Document({
  name: z.string(),
  size: z.int().default(0),
  plots: z.array(link(() => Plot)),
  gate: link(() => Gate),
  barn: link(() => Barn).nullable().default(null),
  ponds: z.array(link(() => Pond)).nullable().default(null),
}) {
  static settings = { name: "farms", unknownFields: "keep" } as const;
}

/** What a link field holds, where the test has put a document into it. */
export function held<T>(value: unknown): T {
  return value as T;
}

/** A farm with all that belongs to it; nothing is stored. Its five wells are 1 to 5 deep. */
export function newFarm(name: string, size = 0): Farm {
  const wells = [1, 2, 3, 4, 5].map((depth) => new Well({ depth }));
  return new Farm({
    name,
    size,
    plots: [new Plot({ x: size, y: 1, well: wells[0]! }), new Plot({ x: size, y: 2, well: wells[1]! })],
    gate: new Gate({
      height: size,
      plot: new Plot({ x: size, y: 3, well: wells[2]! }),
      wells: [wells[3]!, wells[4]!],
    }),
    barn: size % 2 === 0 ? new Barn({}) : null,
    ponds: size % 2 === 0 ? [new Pond({ fish: size }), new Pond({ fish: size + 1 })] : null,
  });
}
