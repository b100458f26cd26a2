// Haricot: instances of model classes, checked on the way in and on the way out.
import { z } from "zod";
import { before, binary, type BulkWriter, close, Document, init, Insert, link, type Settings } from "../../mod.ts";
import { iterative, runMigrations } from "../../migrations.ts";
import { Engine } from "../../src/engine/engine.ts";
import { type BulkWrite, collectionName, type Contender, Label, type Model, type ModelName } from "./contender.ts";
import type { Plain } from "./shapes.ts";

/** A schema written down from a sample: required fields of the sample's types. Only at run time is it known which. */
function shapeOf(sample: Plain): Record<never, never> {
  return Object.fromEntries(Object.entries(sample).map(([key, value]) => [key, schemaOf(value)]));
}

function schemaOf(value: unknown): z.ZodType {
  if (Array.isArray(value)) return z.array(schemaOf(value[0]));
  if (value instanceof Uint8Array) return binary();
  if (value instanceof Date) return z.date();
  switch (typeof value) {
    case "string":
      return z.string();
    case "boolean":
      return z.boolean();
    case "number":
      return Number.isInteger(value) ? z.int() : z.number();
    default:
      return z.object(shapeOf(value as Plain));
  }
}

const label = z.codec(z.string(), z.instanceof(Label), {
  decode: (text) => new Label(text),
  encode: (label) => label.text,
});

function modelClass(name: ModelName, collection: string, sample: Plain) {
  const coded = name === "coded" ? { name: label, email: label } : {};
  const shape: Record<never, never> = { ...shapeOf(sample), ...coded };
  class Plainly extends Document(shape) {
    static settings = { name: collection, useStateManagement: name === "tracked" } satisfies Settings;
  }
  if (name !== "watched") return Plainly;
  return class extends Plainly {
    static override settings = Plainly.settings;
    static events = { grow: before(Insert) };

    grow(): void {
      (this as Plain).age++;
    }
  };
}

/** The class whose queries are built, written as a user writes it; nothing is stored in its collection. */
class Small extends Document({ name: z.string(), email: z.string(), age: z.int() }) {
  static settings = { name: "queried" } satisfies Settings;
}

class Continent extends Document({ name: z.string() }) {
  static settings = { name: "linked_continents" } satisfies Settings;
}
class Country extends Document({ name: z.string(), continent: link(() => Continent, { store: "id" }) }) {
  static settings = { name: "linked_countries" } satisfies Settings;
}
class Author extends Document({ name: z.string(), email: z.string(), country: link(() => Country, { store: "id" }) }) {
  static settings = { name: "linked_authors" } satisfies Settings;
}
class Post extends Document({
  title: z.string(),
  author: link(() => Author, { store: "id" }),
  others: z.array(link(() => Author, { store: "id" })),
}) {
  static settings = { name: "linked_posts" } satisfies Settings;
}
const linked = { "links-one": "author", "links-list": "others", "links-deep": "author.country.continent" };

type ModelClass = ReturnType<typeof modelClass>;
type Instance = InstanceType<ModelClass>;

async function queue(M: ModelClass, writes: readonly BulkWrite<Instance>[], bulkWriter: BulkWriter): Promise<void> {
  for (const write of writes) {
    if ("insert" in write) await write.insert.insert({ bulkWriter });
    else if ("remove" in write) await M.findOne({ _id: write.remove }).delete().bulkWriter(bulkWriter);
    else await M.findOne({ _id: write.update }).set({ [write.path]: write.value }).bulkWriter(bulkWriter);
  }
}

function modelOf(M: ModelClass): Model<Instance> {
  return {
    construct: (input) => new M(input),
    insertMany: (documents) => M.insertMany(documents),
    insertOne: (document) => document.insert(),
    list: () => M.find().options({ batchSize: 2000 }).toList(),
    iterate: () => M.find().options({ batchSize: 2000 }),
    idOf: (document) => document.id,
    findOne: async (id) => await M.get(id as Instance["id"]),
    findBy: async (id, path, value) => await M.findOne({ _id: id, [path]: value }),
    updateOne: async (id, path, value) => (await M.findOne({ _id: id }).set({ [path]: value })).matchedCount,
    updateDocument: async (document, path, value) => await M.findOne({ _id: document.id }).set({ [path]: value }),
    saveChanges: (document, path, value) => {
      (document as Plain)[path] = value;
      return document.saveChanges();
    },
    bulk: async (writes) => {
      const done = await M.bulkWriter((writer) => queue(M, writes, writer), { ordered: false });
      return done.insertedCount + done.matchedCount + done.deletedCount;
    },
    migrate: async () => {
      const older = iterative({ from: M, to: M }, (input, output) => {
        Object.assign(output, { age: (input as Plain).age + 1 });
      });
      const migrations = { "20261123000000_older": { forward: [older] } };
      const { database } = M.getCollection();
      const { steps } = await runMigrations({ database, migrations, useTransaction: false });
      return steps[0]!.documents;
    },
    aggregate: async (stages) => await M.aggregate(stages).options({ batchSize: 2000 }),
    fetchLinks: async (task) => await Post.find().fetchLinks(linked[task]).options({ batchSize: 2000 }),
    buildQuery: (n) =>
      Small.find(Small.age.gte(n), Small.age.lt(n + 10), Small.fields.name.eq("Ana")).sort(Small.email.desc()).limit(
        10,
      ),
  };
}

const classes = new Map<string, ModelClass>();

export const haricot: Contender = {
  openLibrary() {
    Engine.get();
  },
  async connect(target) {
    for (const [name, sample] of Object.entries(target.samples) as [ModelName, Plain][]) {
      for (const use of ["read", "written"] as const) {
        const collection = collectionName(name, use);
        classes.set(collection, modelClass(name, collection, sample));
      }
    }
    await init({
      uri: target.uri,
      database: target.database,
      documentModels: [Small, Continent, Country, Author, Post, ...classes.values()],
    });
  },
  model(name, collection) {
    const M = classes.get(collectionName(name, collection));
    if (!M) throw new Error("not connected");
    return modelOf(M) as Model;
  },
  async close() {
    await close();
  },
};
