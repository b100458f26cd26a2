import { z } from "zod";
import {
  Document,
  Granularity,
  init,
  Model,
  type ObjectId,
  objectId,
  type Settings,
  View,
  type ViewSettings,
} from "../../mod.ts";
import { type Equal, is } from "./equal.ts";

class Product extends Document({ kind: z.string(), price: z.number(), at: z.date() }) {
  static settings = { timeseries: { timeField: "at", granularity: Granularity.HOURS } } satisfies Settings;
}

class Stats extends View({ kind: z.string(), total: z.number(), best: z.object({ name: z.string() }) }) {
  static settings = { source: Product, pipeline: [{ $match: {} }], useCache: true } satisfies ViewSettings;
  get label(): string {
    return `${this.kind} ${this.total}`;
  }
  static dear() {
    return this.find(this.total.gt(3)).sort("-total");
  }
}

class ById extends View({ id: objectId(), total: z.number() }) {
  static settings = { source: Stats, pipeline: [] } satisfies ViewSettings;
}

class Short extends Model({ kind: z.string() }) {}

export async function reads(id: ObjectId): Promise<unknown> {
  await init({ uri: "mongodb://localhost/shop", documentModels: [Product, Stats, ById], recreateViews: true });
  const list = await Stats.find(Stats.total.gt(3), Stats.best.name.eq("x"), { kind: "x" }, (s) => s.total.lt(9)).limit(
    2,
  );
  is<Equal<typeof list, Stats[]>>();
  list[0]?.label;
  is<Equal<Awaited<ReturnType<typeof Stats.dear>>, Stats[]>>();
  const one = await Stats.findOne({ kind: "x" });
  is<Equal<typeof one, Stats | null>>();
  const byId = await ById.get(id);
  is<Equal<typeof byId, ById | null>>();
  const short = await Stats.find().project(Short);
  is<Equal<typeof short, Short[]>>();
  const kinds = await Stats.distinct(Stats.kind);
  is<Equal<typeof kinds, string[]>>();
  const sums = await Stats.aggregate((p) => p.match(Stats.total.gt(3)).group((s) => s.kind, () => ({})));
  is<Equal<(typeof sums)[0]["_id"], string>>();
  const sum: number | null = await Stats.sum(Stats.total);
  for await (const stats of Stats.findAll()) is<Equal<typeof stats, Stats>>();
  return sum;
}

export function refused(stats: Stats): void {
  // @ts-expect-error views are read-only
  Stats.find().inc({ total: 1 });
  // @ts-expect-error likewise
  Stats.find().delete();
  // @ts-expect-error likewise
  Stats.findOne().replaceOne(stats);
  // @ts-expect-error likewise
  Stats.insertOne(stats);
  // @ts-expect-error likewise
  Stats.deleteAll();
  // @ts-expect-error likewise
  stats.save();
  // @ts-expect-error a number is no string
  Stats.find(Stats.total.gt("3"));
  // @ts-expect-error another model
  ById.find(Product.price.gt(3));
  // @ts-expect-error no such field
  Stats.find({ totals: 3 });
  // @ts-expect-error the view has no id
  Stats.get("x");
  // @ts-expect-error a view needs its pipeline
  const settings = { source: Product } satisfies ViewSettings;
  // @ts-expect-error no setting of a view
  const others = { source: Product, pipeline: [], useRevision: true } satisfies ViewSettings;
  // @ts-expect-error no granularity
  const series = { timeseries: { timeField: "at", granularity: "days" } } satisfies Settings;
  void [settings, others, series];
}
