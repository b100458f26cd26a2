/** The types of inherited models: what compiles, and what does not. */
import { z } from "zod";
import { Document, DocumentWithSoftDelete, link, type ObjectId, type Settings } from "../../mod.ts";
import { type Equal, is } from "./equal.ts";

class Vehicle extends Document({ color: z.string() }) {
  static settings = { isRoot: true } satisfies Settings;
  static repaint(color: string) {
    return this.updateAll(this.color.to(color)).withChildren();
  }
  #keys = 2;
  honk(): string {
    return this.color + this.#keys;
  }
}

class Car extends Vehicle.extend({
  body: z.string(),
  doors: z.int().default(5),
  get trailer() {
    return link(() => Car).optional();
  },
}) {
  static settings = { keepNulls: false } satisfies Settings;
  drive(): string {
    return this.body + this.honk();
  }
}

class Bus extends Car.extend({ seats: z.int() }) {}

class Note extends DocumentWithSoftDelete({ text: z.string() }) {}
class Letter extends Note.extend({ address: z.string() }) {}

// @ts-expect-error the name is taken
class Clash extends Vehicle.extend({ save: z.string() }) {}

export async function reading(): Promise<unknown> {
  const bus = await Bus.findOne(Vehicle.color.eq("red"), Bus.body.eq("x"), (b) => b.seats.gt(3), {
    color: "red",
    seats: 3,
  });
  is<Equal<typeof bus, Bus | null>>();
  bus?.drive();
  await bus?.set({ color: "x", seats: 4 });
  is<Equal<Bus["id"], ObjectId>>();
  const vehicles = await Vehicle.find(Vehicle.color.eq("red")).withChildren();
  is<Equal<typeof vehicles, Vehicle[]>>();
  for (const vehicle of vehicles) {
    if (vehicle instanceof Bus) vehicle.seats.toFixed();
    else if (vehicle instanceof Car) vehicle.drive();
    else vehicle.honk();
  }
  const one = await Vehicle.get(bus!.id).withChildren();
  is<Equal<typeof one, Vehicle | null>>();
  const made = new Bus({ color: "red", body: "long", seats: 40 });
  is<Equal<typeof made.doors, number>>();
  await Car.find(Car.color.eq("red"), Car.doors.gt(3)).sort(Car.body.desc()).limit(3).withChildren();
  await Vehicle.insertMany([made, new Car({ color: "red", body: "short" })]);
  await Vehicle.deleteAll({ withChildren: true });
  await Vehicle.find(Vehicle.color.eq("red")).set({ color: "blue" }).withChildren();
  await Vehicle.find(Vehicle.color.eq("red")).delete().withChildren();
  await Bus.repaint("red");
  const letter = await Letter.findManyInAll(Letter.address.eq("x"), Note.text.eq("x"), Letter.deletedAt.ne(null));
  is<Equal<typeof letter, Letter[]>>();
  await letter[0]?.hardDelete();
  return one;
}

export function refused(car: Car): unknown {
  // @ts-expect-error a child's field on the parent
  Vehicle.find(Car.body.eq("x"));
  // @ts-expect-error a child's field in a filter of the parent
  Vehicle.find({ body: "x" });
  // @ts-expect-error a field of a sibling's child
  Car.find(Bus.seats.gt(3));
  // @ts-expect-error a field of the parent is missing
  new Car({ body: "x" });
  // @ts-expect-error a field of the middle class is missing
  new Bus({ color: "red", seats: 3 });
  // @ts-expect-error wrong type of an inherited field
  car.set({ color: 3 });
  // @ts-expect-error not a Car
  Car.insertMany([new Vehicle({ color: "red" })]);
  // @ts-expect-error private to the class, as ever
  return car.keys;
}

export { Clash };
