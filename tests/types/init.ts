import { z } from "zod";
import {
  close,
  type Database,
  Document,
  excluded,
  type IndexDescription,
  type IndexDiff,
  indexed,
  init,
  initBeanie,
  type ResolvedSettings,
  type Settings,
} from "../../mod.ts";
import { type Equal, is } from "./equal.ts";
import { Product } from "./models.ts";

class Money {
  constructor(readonly cents: number) {}
}

/** Every form of an index, and every setting that takes more than a switch. */
export class Everything extends Document({
  name: indexed(z.string(), { unique: true, collation: { locale: "en", strength: 2 } }),
  body: indexed(z.string().optional(), { direction: "text", weights: { body: 2 }, default_language: "none" }),
  place: z.object({ spot: z.array(z.number()) }),
  until: indexed(z.date(), { expireAfterSeconds: 0 }),
  token: excluded(z.string().optional()),
}) {
  static settings = {
    name: "everything",
    indexes: [
      "name",
      ["name", -1],
      ["name", this.until.desc()],
      [["place.spot", "2d"], ["name", 1]],
      "$**",
      { keys: "$**", wildcardProjection: { body: 0, token: false } },
      { keys: [this.place.spot.asc()], partialFilterExpression: this.until.gt(new Date()), hidden: true },
      { keys: ["place", "2dsphere"], "2dsphereIndexVersion": 3, sparse: true, name: "near" },
    ],
    mergeIndexes: true,
    unknownFields: "keep",
    bsonEncoders: [{ type: Money, encode: (money: Money) => money.cents }],
    jsonId: "_id",
  } satisfies Settings;

  static async customInit(): Promise<void> {
    await this.indexes.create();
  }
}

export const wrong: Settings[] = [
  // @ts-expect-error no such setting
  { nmae: "x" },
  // @ts-expect-error no such choice
  { unknownFields: "drop" },
  // @ts-expect-error no such direction
  { indexes: [["name", 3]] },
  // @ts-expect-error no such option
  { indexes: [{ keys: "name", uniqe: true }] },
  // @ts-expect-error an index has keys
  { indexes: [{ unique: true }] },
  // @ts-expect-error a switch
  { indexes: [{ keys: "name", unique: "yes" }] },
  // @ts-expect-error an encoder is for a class
  { bsonEncoders: [{ type: "Money", encode: String }] },
];

// @ts-expect-error no such option
export const misspelt = indexed(z.string(), { uniqe: true });

export async function binding(database: Database): Promise<void> {
  await init({ uri: "mongodb://localhost/shop", documentModels: [Product, () => import("./models.ts")] });
  await initBeanie({ database, documentModels: [Product], allowIndexDropping: true, signal: AbortSignal.timeout(1) });
  await init({ uri: "x", connect: { appName: "shop", maxPoolSize: 5 }, documentModels: [], skipIndexes: true });
  await close();
  // @ts-expect-error models have to be named
  await init({ database });
  // @ts-expect-error models are classes
  await init({ database, documentModels: ["Product"] });
  // @ts-expect-error not one of ours
  await init({ database, documentModels: [Money] });
  // @ts-expect-error no such option
  await init({ database, documentModels: [Product], skipIndex: true });
  // @ts-expect-error no such option of a client
  await init({ uri: "x", documentModels: [Product], connect: { maxPolSize: 5 } });
}

export async function elsewhere(database: Database): Promise<void> {
  const Theirs = Product.using(database);
  is<Equal<typeof Theirs, typeof Product>>();
  is<Equal<InstanceType<typeof Theirs>, Product>>();
  const found = await Product.using("tenant").find(Product.price.lt(3), Theirs.name.length === 0 ? {} : { name: "x" });
  is<Equal<typeof found, Product[]>>();
  const cheap = await Theirs.cheap();
  cheap[0]?.label.length;
  await Theirs.insertOne(new Theirs({ ...found[0]!, name: "x" }));
  // @ts-expect-error a database, or the name of one
  Product.using(3);
  // @ts-expect-error still typed
  Theirs.find({ pric: 3 });
}

export async function indexes(): Promise<void> {
  const diff = await Product.indexes.diff();
  is<Equal<typeof diff, IndexDiff>>();
  const reasons = diff.conflict.map(({ declared, existing, reason }) => [declared.name, existing.key, reason]);
  const created = await Product.indexes.create({ signal: AbortSignal.timeout(1) });
  is<Equal<typeof created, string[]>>();
  const list = await Product.indexes.list();
  is<Equal<typeof list, IndexDescription[]>>();
  await Product.indexes.sync({ drop: true });
  await Product.indexes.drop(reasons[0]![0] as string);
  // @ts-expect-error only sync drops
  await Product.indexes.create({ drop: true });
}

export function introspection(): unknown[] {
  is<Equal<ReturnType<typeof Product.getSettings>, ResolvedSettings>>();
  is<Equal<ReturnType<typeof Product.getCollection>, { database: Database; name: string }>>();
  is<Equal<ReturnType<typeof Product.getModelType>, "Document">>();
  is<Equal<Everything["token"], string | undefined>>();
  return [Product.getCollectionName().length, Product.getBsonEncoders().length, Product.useStateManagement()];
}
