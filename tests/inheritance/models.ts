import { before, beforeEach } from "node:test";
import { z } from "zod";
import { before as beforeEvent } from "../../src/events/declarations.ts";
import { Insert } from "../../src/events/event.ts";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import type { Settings } from "../../src/types/settings.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

/** Which actions ran, newest last. */
export const ran: string[] = [];

export class Vehicle extends Document({ color: z.string() }) {
  static settings: Settings = { isRoot: true };
  static events = { registering: beforeEvent(Insert) };
  static red() {
    return this.find(this.color.eq("red"));
  }
  #horn = "beep";
  /** A field initialiser that looks at the data of the document. */
  summary: string = Object.keys(this).join();
  get loud(): string {
    return `${this.color} ${this.#horn}`;
  }
  honk(): string {
    return this.loud;
  }
  registering(): void {
    ran.push(`${this.constructor.name} ${this.color}`);
  }
}

export class Bicycle extends Vehicle.extend({ frame: z.int() }) {}

export class Car extends Vehicle.extend({ body: z.string(), doors: z.int().default(5) }) {
  drive(): string {
    return `${this.body}: ${this.honk()}`;
  }
}

export class Bus extends Car.extend({ seats: z.int() }) {
  override honk(): string {
    return `${super.honk()}!`;
  }
}

/** A database with the tree, emptied before each test. */
export function treeDatabase(name: string): TestDatabase {
  const db = testDatabase(name);
  before(() => init({ database: db.database, documentModels: [Vehicle, Bicycle, Car, Bus] }));
  beforeEach(async () => {
    ran.length = 0;
    await db.database.command({ delete: "Vehicle", deletes: [{ q: {}, limit: 0 }] });
  });
  return db;
}

/** One of each class. */
export async function oneOfEach(): Promise<{ vehicle: Vehicle; bicycle: Bicycle; car: Car; bus: Bus }> {
  return {
    vehicle: await new Vehicle({ color: "white" }).insert(),
    bicycle: await new Bicycle({ color: "white", frame: 54 }).insert(),
    car: await new Car({ color: "red", body: "coupe" }).insert(),
    bus: await new Bus({ color: "red", body: "long", seats: 80 }).insert(),
  };
}

/** What is stored, by insertion. */
export async function stored(db: TestDatabase, collection = "Vehicle"): Promise<Record<string, unknown>[]> {
  const { cursor } = await db.database.command({ find: collection, sort: { _id: 1 } }) as {
    cursor: { firstBatch: Record<string, unknown>[] };
  };
  return cursor.firstBatch;
}
