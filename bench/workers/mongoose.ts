// Mongoose: hydrated documents of a schema, validated before they are stored.
import mongoose, { type AnyBulkWriteOperation, type HydratedDocument, type SchemaDefinition } from "mongoose";
import { collectionName, type Contender, Label, type Model, type ModelName } from "./contender.ts";
import { operationOf } from "./driver.ts";
import type { Plain } from "./shapes.ts";

/** A schema written down from a sample: required fields of the sample's types, nested objects as subpaths. */
function definition(sample: Plain): SchemaDefinition {
  return Object.fromEntries(Object.entries(sample).map(([key, value]) => [key, typeOf(value)]));
}

function typeOf(value: unknown): object {
  if (Array.isArray(value)) {
    const first: unknown = value[0];
    if (typeof first === "string") return [String];
    return [new mongoose.Schema(definition(first as Plain), { _id: false })];
  }
  if (value instanceof Uint8Array) return { type: Buffer, required: true };
  if (value instanceof Date) return { type: Date, required: true };
  if (typeof value === "object" && value) return definition(value as Plain);
  const type = { string: String, number: Number, boolean: Boolean }[typeof value as "string" | "number" | "boolean"];
  return { type, required: true };
}

type Instance = HydratedDocument<Plain>;
const models = new Map<string, Model<Instance>>();

/** A text that instances hold as a {@link Label}: cast when it comes in from either side, a text again for BSON. */
class LabelType extends mongoose.SchemaType {
  override cast(value: unknown): StoredLabel {
    return value instanceof StoredLabel ? value : new StoredLabel(String(value));
  }
}

Object.assign(mongoose.Schema.Types, { LabelType });

class StoredLabel extends Label {
  toBSON(): string {
    return this.text;
  }
}

function schemaOf(name: ModelName, sample: Plain, collection: string): mongoose.Schema {
  const fields = definition(sample);
  const coded = name === "coded" ? { name: { type: LabelType }, email: { type: LabelType } } : {};
  const schema = new mongoose.Schema({ ...fields, ...coded }, { versionKey: false, collection });
  if (name === "watched") {
    schema.pre("insertMany", function (documents: unknown) {
      for (const document of documents as Plain[]) document.age++;
    });
  }
  return schema;
}

const options = { versionKey: false } as const;
const reference = (ref: string) => ({ type: mongoose.Schema.Types.ObjectId, ref });
const text = { type: String, required: true };
mongoose.model("linked_continents", new mongoose.Schema({ name: text }, options), "linked_continents");
mongoose.model(
  "linked_countries",
  new mongoose.Schema({ name: text, continent: reference("linked_continents") }, options),
  "linked_countries",
);
mongoose.model(
  "linked_authors",
  new mongoose.Schema({ name: text, email: text, country: reference("linked_countries") }, options),
  "linked_authors",
);
const Post = mongoose.model(
  "linked_posts",
  new mongoose.Schema(
    { title: text, author: reference("linked_authors"), others: [reference("linked_authors")] },
    options,
  ),
  "linked_posts",
);
const linked = {
  "links-one": { path: "author" },
  "links-list": { path: "others" },
  "links-deep": { path: "author", populate: { path: "country", populate: { path: "continent" } } },
};

function modelOf(name: ModelName, collection: string, sample: Plain): Model<Instance> {
  const schema = schemaOf(name, sample, collection);
  const M = mongoose.model<Plain>(collection, schema, collection);
  return {
    construct: (input) => new M(input),
    insertMany: (documents) => M.insertMany(documents),
    insertOne: (document) => document.save(),
    list: () => M.find({}, null, { batchSize: 2000 }).exec() as Promise<Instance[]>,
    iterate: () => M.find({}).cursor({ batchSize: 2000 }) as AsyncIterable<Instance>,
    idOf: (document) => document._id,
    findOne: (id) => M.findById(id).exec() as Promise<Instance | null>,
    findBy: (id, path, value) => M.findOne({ _id: id, [path]: value }).exec() as Promise<Instance | null>,
    updateOne: async (id, path, value) => (await M.updateOne({ _id: id }, { $set: { [path]: value } })).matchedCount,
    updateDocument: (document, path, value) => document.set(path, value).save(),
    saveChanges: (document, path, value) => document.set(path, value).save(),
    bulk: async (writes) => {
      const done = await M.bulkWrite(writes.map(operationOf) as AnyBulkWriteOperation<Plain>[], { ordered: false });
      return done.insertedCount + done.matchedCount + done.deletedCount;
    },
    aggregate: (stages) => M.aggregate(stages as mongoose.PipelineStage[]).option({ batchSize: 2000 }).exec(),
    fetchLinks: (task) => Post.find({}, null, { batchSize: 2000 }).populate(linked[task]).exec() as Promise<Plain[]>,
    buildQuery: (n) => {
      const query = M.find({ age: { $gte: n, $lt: n + 10 }, name: "Ana" }).sort({ email: -1 }).limit(10);
      query.cast(M);
      return query;
    },
  };
}

export const mongooseContender: Contender = {
  async connect(target) {
    await mongoose.connect(target.uri, { dbName: target.database, autoIndex: false, autoCreate: false });
    for (const [name, sample] of Object.entries(target.samples) as [ModelName, Plain][]) {
      for (const use of ["read", "written"] as const) {
        const collection = collectionName(name, use);
        models.set(collection, modelOf(name, collection, sample));
      }
    }
    await mongoose.connection.db?.command({ ping: 1 });
  },
  model(name, collection) {
    const model = models.get(collectionName(name, collection));
    if (!model) throw new Error("not connected");
    return model as unknown as Model;
  },
  async close() {
    await mongoose.disconnect();
  },
};
