// What the transfer layer itself costs, without an engine: frames written by JavaScript are read back by it.
// bun bench/micro/transfer.ts, deno run -A bench/micro/transfer.ts
import { bench, do_not_optimize, group, run } from "mitata";
import { allocateMemory } from "../../src/engine/memory.ts";
import { compileFill } from "../../src/transfer/fill.ts";
import { Frame } from "../../src/transfer/frame.ts";
import type { Plan, Twin } from "../../src/transfer/plan.ts";
import { readUntyped } from "../../src/transfer/read-untyped.ts";
import { Submission } from "../../src/transfer/submission.ts";
import { ObjectId } from "../../src/values/object-id.ts";
import { shapedFrame } from "../../tests/transfer/shaped-frame.ts";

const DOCUMENTS = 1000;

const small: Plan = {
  model: "Person",
  objects: [{
    fields: [
      { name: "_id", property: "id", kind: "objectId" },
      { name: "name", property: "name", kind: "string" },
      { name: "email", property: "email", kind: "string" },
      { name: "age", property: "age", kind: "int" },
    ],
  }],
};

class Person {
  declare id: ObjectId;
  declare name: string;
  declare email: string;
  declare age: number;
  constructor(fill?: (target: object, frame: Frame) => void, frame?: Frame) {
    if (fill !== undefined) fill(this, frame!);
  }
}

const people = Array.from({ length: DOCUMENTS }, (_, i) => {
  const person = new Person();
  return Object.assign(person, {
    id: new ObjectId(),
    name: `Person number ${i}`,
    email: `person.${i}@example.com`,
    age: i % 90,
  });
});

const nested: Plan = {
  model: "Order",
  objects: [
    {
      fields: [
        { name: "_id", property: "id", kind: "objectId" },
        { name: "number", property: "number", kind: "string" },
        { name: "state", property: "state", kind: "string" },
        { name: "total", property: "total", kind: "number" },
        { name: "discount", property: "discount", kind: "number", nullable: true },
        { name: "paid", property: "paid", kind: "boolean" },
        { name: "createdAt", property: "createdAt", kind: "date" },
        { name: "shippedAt", property: "shippedAt", kind: "date", optional: true },
        { name: "customer", property: "customer", kind: "object", object: 1 },
        { name: "items", property: "items", kind: "array", element: { kind: "object", object: 3 } },
        { name: "tags", property: "tags", kind: "array", element: { kind: "string" } },
        { name: "counts", property: "counts", kind: "record", element: { kind: "int" } },
        { name: "note", property: "note", kind: "string", optional: true },
        { name: "revision", property: "revision", kind: "uuid" },
        { name: "weight", property: "weight", kind: "double" },
      ],
    },
    {
      fields: [
        { name: "name", property: "name", kind: "string" },
        { name: "email", property: "email", kind: "string" },
        { name: "address", property: "address", kind: "object", object: 2 },
      ],
    },
    {
      fields: [
        { name: "street", property: "street", kind: "string" },
        { name: "city", property: "city", kind: "string" },
        { name: "zip", property: "zip", kind: "string", optional: true },
      ],
    },
    {
      fields: [
        { name: "sku", property: "sku", kind: "string" },
        { name: "amount", property: "amount", kind: "int" },
        { name: "price", property: "price", kind: "number" },
      ],
    },
  ],
};

const orders = Array.from({ length: DOCUMENTS }, (_, i) => ({
  id: new ObjectId(),
  number: `2026-${i}`,
  state: "shipped",
  total: i * 1.25,
  discount: i % 3 === 0 ? null : 5,
  paid: i % 2 === 0,
  createdAt: new Date(1_700_000_000_000 + i),
  customer: {
    name: `Person ${i}`,
    email: `p${i}@example.com`,
    address: { street: `Road ${i}`, city: "Köln", zip: "50667" },
  },
  items: [{ sku: `A-${i}`, amount: 2, price: 9.5 }, { sku: `B-${i}`, amount: 1, price: 20 }],
  tags: ["new", "gift"],
  counts: { boxes: 1, labels: i % 7 },
  revision: "0f0e0d0c-0b0a-4908-8706-050403020100",
  weight: 1.5,
}));

function framesOf(plan: Plan | null, documents: readonly object[]): () => Frame {
  const bytes = Submission.of({}).documents(plan, documents).bytes();
  const memory = allocateMemory(bytes.length);
  memory.u8.set(bytes);
  const start = memory.i32[1]!;
  return () => new Frame(memory, start);
}

function typed(
  name: string,
  plan: Plan,
  documents: readonly object[],
  twin: Twin,
  make: (fill: ReturnType<typeof compileFill>, frame: Frame) => object,
): void {
  const frames = framesOf(plan, documents);
  const fill = compileFill(plan, twin);
  bench(`read ${name}, ${twin}`, () => {
    const frame = frames();
    const list: object[] = [];
    for (let i = 0; i < frame.count; i++) list.push(make(fill, frame));
    return do_not_optimize(list);
  });
  bench(`write ${name}, ${twin}`, () => do_not_optimize(Submission.of({}).documents(plan, documents, twin).bytes()));
}

class Order {
  constructor(fill: (target: object, frame: Frame) => void, frame: Frame) {
    fill(this, frame);
  }
}

for (const twin of ["compiled", "interpreted"] as const) {
  group(`${DOCUMENTS} documents, ${twin}`, () => {
    typed("3 fields and an id into class instances", small, people, twin, (fill, frame) => new Person(fill, frame));
    typed("15 nested fields", nested, orders, twin, (fill, frame) => new Order(fill, frame));
  });
}

group(`${DOCUMENTS} untyped documents`, () => {
  const inline = framesOf(null, people);
  bench("read 3 fields and an id, keys inline", () => do_not_optimize(readUntyped(inline())));
  const shaped = shapedFrame(
    ["_id", "name", "email", "age"],
    people.map(({ id, name, email, age }) => [id, name, email, age]),
  );
  bench("read 3 fields and an id, by shape", () => do_not_optimize(readUntyped(new Frame(shaped, 0))));
  bench(
    "write 3 fields and an id",
    () => do_not_optimize(Submission.of({}).documents(null, people.map((person) => ({ ...person }))).bytes()),
  );
  bench("write 15 nested fields", () => do_not_optimize(Submission.of({}).documents(null, orders).bytes()));
});

group("one small operation", () => {
  const id = new ObjectId();
  bench(
    "envelope of a find by id",
    () =>
      do_not_optimize(
        Submission.of({ db: "shop", command: { find: "people", filter: { _id: id }, limit: 1 }, model: "Person" })
          .bytes(),
      ),
  );
  const fill = compileFill(small);
  const frames = framesOf(small, people.slice(0, 1));
  bench("read one document", () => do_not_optimize(new Person(fill, frames())));
});

await run();
