// Fills the collections that are read, empties those that are written, and reads back what a contender says it has written.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MongoClient } from "mongodb";
import { documents, shapes, sumOf } from "./documents.mjs";
import { linkedDocuments } from "./linked.mjs";

export class Seed {
  #client;
  #documents;
  folder = mkdtempSync(join(tmpdir(), "haricot-bench-input-"));

  constructor(uri, database, count) {
    this.#client = new MongoClient(uri);
    this.database = this.#client.db(database);
    this.linked = linkedDocuments(count);
    this.#documents = Object.fromEntries(shapes.map((shape) => [shape, documents(shape, count)]));
  }

  documents(shape) {
    return this.#documents[shape];
  }

  async fill() {
    await this.database.dropDatabase();
    for (const shape of shapes) {
      writeFileSync(join(this.folder, `${shape}.json`), JSON.stringify(this.#documents[shape]));
      await this.database.collection(shape).insertMany(this.#documents[shape], { forceServerObjectId: false });
    }
    for (const [name, list] of Object.entries(this.linked)) await this.database.collection(name).insertMany(list);
    for (const model of ["tracked", "coded"]) await this.database.collection(model).insertMany(this.#documents.small);
  }

  /** The collection with many small documents; gives what a scan of it must find. */
  async fillScan(count) {
    const collection = this.database.collection("scan");
    const list = documents("small", count);
    if (await collection.estimatedDocumentCount() !== count) {
      await collection.drop();
      for (let from = 0; from < count; from += 10_000) await collection.insertMany(list.slice(from, from + 10_000));
    }
    return { count, sum: sumOf("small", list) };
  }

  /** A collection of many small documents that a migration has not seen yet; gives what it holds. */
  async fillMigrated(count) {
    const collection = this.database.collection("scan_written");
    for (const { collectionName } of [collection, { collectionName: "migrations_log" }]) {
      await this.database.dropCollection(collectionName);
    }
    const list = documents("small", count);
    for (let from = 0; from < count; from += 10_000) await collection.insertMany(list.slice(from, from + 10_000));
    return { count, ages: list.reduce((sum, { age }) => sum + age, 0) };
  }

  /** How many documents a migration left, and the sum of their ages. */
  async migrated() {
    const stages = [{ $group: { _id: null, count: { $sum: 1 }, ages: { $sum: "$age" } } }];
    return (await this.database.collection("scan_written").aggregate(stages).toArray())[0];
  }

  /** An empty collection to insert into, or one with the documents that updates will change. */
  async prepareWritten({ model, shape }, filled) {
    const collection = this.database.collection(`${model ?? shape}_written`);
    await collection.drop();
    await this.database.createCollection(collection.collectionName);
    if (filled) await collection.insertMany(this.#documents[shape]);
  }

  async written(name) {
    return await this.database.collection(`${name}_written`).find({}, { batchSize: 2000 }).toArray();
  }

  async countWritten(name) {
    return await this.database.collection(`${name}_written`).countDocuments();
  }

  async close() {
    await this.database.dropDatabase();
    await this.#client.close();
  }
}
