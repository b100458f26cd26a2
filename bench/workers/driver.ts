// The official driver: plain objects in, plain objects out.
import { type AnyBulkWriteOperation, type Collection, type Document, MongoClient, type ObjectId } from "mongodb";
import { type BulkWrite, collectionName, type Contender, type Model } from "./contender.ts";

let client: MongoClient | undefined;
let databaseName = "";

/** A reference that the document takes the place of, as one writes it by hand. */
function joined(from: string, path: string): Document[] {
  const lookup = { $lookup: { from, localField: path, foreignField: "_id", as: path } };
  return path === "others" ? [lookup] : [lookup, { $unwind: `$${path}` }];
}

const author = joined("linked_authors", "author");
const linked = {
  "links-one": author,
  "links-list": joined("linked_authors", "others"),
  "links-deep": [
    ...author,
    ...joined("linked_countries", "author.country"),
    ...joined("linked_continents", "author.country.continent"),
  ],
};

function modelOf(collection: Collection): Model<Document> {
  return {
    construct: (input) => ({ ...input }),
    insertMany: (documents) => collection.insertMany(documents),
    insertOne: (document) => collection.insertOne(document),
    list: () => collection.find({}, { batchSize: 2000 }).toArray(),
    iterate: () => collection.find({}, { batchSize: 2000 }),
    idOf: (document) => document._id,
    findOne: (id) => collection.findOne({ _id: id as ObjectId }),
    findBy: (id, path, value) => collection.findOne({ _id: id as ObjectId, [path]: value }),
    updateOne: async (id, path, value) =>
      (await collection.updateOne({ _id: id as ObjectId }, { $set: { [path]: value } })).matchedCount,
    updateDocument: (document, path, value) => collection.updateOne({ _id: document._id }, { $set: { [path]: value } }),
    bulk: async (writes) => {
      const done = await collection.bulkWrite(writes.map(operationOf), { ordered: false });
      return done.insertedCount + done.matchedCount + done.deletedCount;
    },
    migrate: () => rewriteAll(collection),
    aggregate: (stages) => collection.aggregate(stages, { batchSize: 2000 }).toArray(),
    fetchLinks: (task) =>
      client!.db(databaseName).collection("linked_posts").aggregate(linked[task], { batchSize: 2000 }).toArray(),
    buildQuery: (n) => collection.find({ age: { $gte: n, $lt: n + 10 }, name: "Ana" }).sort({ email: -1 }).limit(10),
  };
}

/** What a program without migrations does by hand. */
async function rewriteAll(collection: Collection): Promise<number> {
  let writes: AnyBulkWriteOperation[] = [], count = 0;
  const flush = async (): Promise<void> => {
    if (writes.length > 0) count += (await collection.bulkWrite(writes)).matchedCount;
    writes = [];
  };
  for await (const document of collection.find({}, { batchSize: 2000 }).sort({ _id: 1 })) {
    const replacement = { ...document, age: document.age + 1 };
    if (writes.push({ replaceOne: { filter: { _id: document._id }, replacement } }) === 10_000) await flush();
  }
  await flush();
  return count;
}

/** A write as the driver and Mongoose take it. */
export function operationOf(write: BulkWrite<object>): AnyBulkWriteOperation {
  if ("insert" in write) return { insertOne: { document: write.insert } };
  if ("remove" in write) return { deleteOne: { filter: { _id: write.remove as ObjectId } } };
  return { updateOne: { filter: { _id: write.update as ObjectId }, update: { $set: { [write.path]: write.value } } } };
}

export const driver: Contender = {
  async connect(target) {
    databaseName = target.database;
    client = await new MongoClient(target.uri).connect();
    await client.db(databaseName).command({ ping: 1 });
  },
  model(name, collection) {
    if (!client) throw new Error("not connected");
    return modelOf(client.db(databaseName).collection(collectionName(name, collection))) as Model;
  },
  async close() {
    await client?.close();
  },
};
