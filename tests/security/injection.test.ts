import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { and, DBRef, or, raw } from "../../mod.ts";
import { Anything, attacked, Keeper, Rule, twoUsers, untyped, User } from "./models.ts";
import { refused } from "./refused.ts";

const at = attacked("injection");
const Users = untyped(User);
const Any = untyped(Anything);

/** What a request body may hold where a text is expected; as operators, each matches everything. */
const BODIES: object[] = [
  { $gt: "" },
  { $ne: null },
  { $exists: true },
  { $regex: "" },
  { $in: ["ann", "bob"] },
  { $nin: [] },
  { $not: { $eq: "x" } },
  { $where: "true" },
  { $expr: true },
  { $ref: "users", $id: 1 },
];

describe("the value of a field method is data", () => {
  beforeEach(async () => void await twoUsers());

  for (const body of BODIES) {
    test(`eq, ne and gt with ${JSON.stringify(body)}`, async () => {
      for (const field of [Users.fields.name, Users.extra, Users.fields.notes.key, Users.address.city, Users.id]) {
        assert.equal(await User.find(field.eq(body)).count(), 0);
        assert.equal(await User.find(and(field.eq(body), User.age.eq(1))).count(), 0);
        assert.equal(await User.find(or(field.eq(body), User.age.eq(99))).count(), 0);
        assert.equal(await User.find(field.ne(body)).count(), 2);
        assert.equal(await User.find(field.gt(body)).count() < 2, true);
      }
      assert.equal(await User.find(Users.tags.eq([body])).count(), 0);
    });

    test(`in with ${JSON.stringify(body)} finds nothing, or is refused`, async () => {
      const query = () => User.find(Users.fields.name.in([body])).count();
      const isReference = "$ref" in body;
      if (isReference) assert.equal(await query(), 0);
      else await refused(query, { code: "guard.operator", model: "User", says: /\$eq/ });
    });

    test(`an explicit $eq of a plain filter with ${JSON.stringify(body)}`, async () => {
      assert.equal(await User.find(untyped({ name: { $eq: body } })).count(), 0);
      assert.equal(await User.find(untyped({ name: { $not: { $ne: body } } })).count(), 0);
    });
  }

  test("an object that is data is found", async () => {
    assert.equal(await User.find(User.extra.eq({ a: 1 })).count(), 1);
    assert.equal(await User.find({ extra: { a: 1 } }).count(), 1);
  });

  test("a RegExp is compared, and not matched", async () => {
    assert.equal(await User.find(Users.fields.name.eq(/./)).count(), 0);
    assert.equal(await User.find({ name: /^a/ }).count(), 1);
  });

  test("a criterion that came as text or a list is no filter", async () => {
    for (const criterion of ["{}", [], [{ name: "ann" }], 1, null, undefined, true, new Map()]) {
      await refused(() => Users.find(criterion), { code: "argument.criterion", says: /a criterion is an expression/ });
    }
  });

  test("an object that pretends to be an expression is none", async () => {
    const fake = { kind: "predicate", toFilter: () => ({}) };
    await refused(() => Users.find(fake), { code: /^(argument|guard)\./ });
    await refused(() => Users.find({ $or: [parsedCriterion()] }), { code: /^(argument|guard)\./ });
  });
});

function parsedCriterion(): unknown {
  return JSON.parse('{"kind":"predicate","filter":{}}');
}

describe("plain filters take operators: an allowlist, each where it belongs", () => {
  beforeEach(async () => void await twoUsers());

  test("the operators that people write work", async () => {
    assert.equal(await User.find({ name: { $gt: "" } }).count(), 2);
    assert.equal(await User.find({ name: { $in: ["ann"] } }).count(), 1);
    assert.equal(await User.find({ $or: [{ name: "ann" }, { age: { $gt: 5 } }] }).count(), 1);
  });

  const REFUSED: [string, object][] = [
    ["an unknown operator", { name: { $evil: 1 } }],
    ["an operator where a field belongs", { $gt: "" }],
    ["operators among fields", { extra: { $gt: 1, b: 2 } }],
    ["fields among operators", { extra: { b: 2, $gt: 1 } }],
    ["an unknown operator in $and", { $and: [{ $or: [{ name: { $evil: 1 } }] }] }],
    ["an unknown operator in $not", { name: { $not: { $evil: 1 } } }],
    ["an unknown operator in $elemMatch", { lists: { $elemMatch: { a: { $evil: 1 } } } }],
    ["$or without a list", { $or: { name: "ann" } }],
    ["$or of texts", { $or: ["1"] }],
    ["another command's fields", { $query: {}, $orderby: {} }],
    ["aggregation stages", { $match: {} }],
    ["an update operator", { $set: { name: "x" } }],
    ["a field that the model lacks", { isAdmin: true }],
    ["a field below one without fields", { "name.x": 1 }],
    ["the object's own machinery", { constructor: 1 }],
  ];
  for (const [name, filter] of REFUSED) {
    test(`${name}: ${JSON.stringify(filter)}`, async () => {
      const refusals = [
        () => Users.find(filter),
        () => Users.findOne(filter),
        () => Users.find(filter).count(),
        () => Users.find(filter).delete(),
        () => Users.find(filter).set({ age: 2 }),
        () => Users.aggregate([{ $match: filter }, { $match: { $evil: 1 } }]),
      ];
      for (const run of refusals) {
        const error = await refused(run, { code: /^(guard\.operator|argument\.(invalid|unknown_field))$/ });
        assert.match(error.message, /User/);
      }
      assert.equal(await User.find({ age: 1 }).count(), 2);
    });
  }

  test("raw filters are checked too", async () => {
    assert.equal(await User.find(raw({ "address.city": null })).count(), 2);
    assert.equal(await User.find(raw({ unknown: { $exists: false } })).count(), 2);
    await refused(() => User.find(raw({ name: { $evil: 1 } })), { code: "guard.operator", model: "User" });
    await refused(() => User.find(raw({ $where: "1" })), { code: "guard.server_javascript", model: "User" });
  });
});

describe("ids are data", () => {
  const stored = [{ id: 1, name: "one" }, { id: "two", name: "two" }, { id: { part: 1 }, name: "three" }];
  beforeEach(async () => {
    await Anything.deleteAll();
    await Anything.insertMany(stored.map((each) => new Anything(each)));
    await twoUsers();
  });
  const names = async (): Promise<string[]> => (await Anything.findAll()).map(({ name }) => name).sort();

  const KEYS = BODIES.filter((body) => !("$ref" in body));
  for (const body of KEYS) {
    test(`get with ${JSON.stringify(body)}`, async () => {
      assert.equal(await Any.get(body), null);
      assert.deepEqual(await Any.get(body).set({ name: "hacked" }), { matchedCount: 0, modifiedCount: 0 });
      assert.deepEqual(await Any.get(body).delete(), { deletedCount: 0 });
      assert.deepEqual(await names(), ["one", "three", "two"]);
      await refused(() => Users.get(body), { code: "validation.kind", model: "User", path: "id" });
    });

    test(`a document whose id is ${JSON.stringify(body)} reaches no other one`, async () => {
      const made = () => new Anything({ id: body, name: "hacked" });
      assert.deepEqual(await made().delete(), { deletedCount: 0 });
      const calls = [
        () => made().insert(),
        () => made().save(),
        () => made().replace(),
        () => untyped(made()).set({ name: "hacked" }),
        () => untyped(made()).update({ $set: { name: "hacked" } }),
      ];
      for (const call of calls) {
        await refused(call, { code: /^(guard\.dollar_key|document\.not_found|server\.error)$/ });
      }
      assert.deepEqual(await names(), ["one", "three", "two"]);
    });
  }

  test("objects are ids", async () => {
    assert.equal((await Anything.get({ part: 1 }))?.name, "three");
    const found = await Anything.get({ part: 1 });
    await found!.set({ name: "changed" });
    assert.deepEqual(await names(), ["changed", "one", "two"]);
    await found!.delete();
    assert.deepEqual(await names(), ["one", "two"]);
  });

  test("text that is no ObjectId", async () => {
    for (const id of ["", "x", "0".repeat(23), "0".repeat(25), "g".repeat(24), '{"$gt":""}', "\0".repeat(24), null]) {
      await refused(() => Users.get(id), { code: "validation.kind", model: "User", path: "id" });
    }
  });
});

describe("values that are written are data", () => {
  beforeEach(async () => void await twoUsers());
  const HOLDING: [string, unknown][] = [
    ["at the top", { $inc: 1 }],
    ["within", { a: { $where: "1" } }],
    ["in a list", [{ $set: { age: 9 } }]],
    ["in lists of lists", [[{ a: [{ $x: 1 }] }]]],
    ["after other keys", { a: 1, b: 2, $gt: 1 }],
    ["beside a reference's", { $ref: "a", $id: 1, $evil: 1 }],
    ["of a reference, but late", { a: 1, $ref: "a", $id: 1 }],
    ["inside of a reference", { $ref: "a", $id: { $gt: "" } }],
  ];

  for (const [name, value] of HOLDING) {
    test(`a key with $ ${name}: ${JSON.stringify(value)}`, async () => {
      const [ann] = await twoUsers();
      const calls: (() => unknown)[] = [
        () => new User({ name: "x", extra: value }).insert(),
        () => new User({ name: "x", notes: { n: value } }).insert(),
        () => new User({ name: "x", lists: [0, value] }).insert(),
        () => User.insertMany([new User({ name: "x" }), new User({ name: "y", extra: { deep: value } })]),
        () => User.insertOne(new User({ name: "x", extra: value })),
        () => Object.assign(ann!, { extra: value }).save(),
        () => Object.assign(ann!, { extra: value }).replace(),
        () => ann!.set({ extra: value }),
        () => Users.find({ name: "ann" }).set({ extra: value }),
        () => Users.find({ name: "ann" }).set({ "notes.n": value }),
        () => User.find({ name: "ann" }).update(User.extra.to(value)),
        () => User.find({ name: "ann" }).update(User.extra.to(value), Users.lists.to(User.tags)),
        () => User.find({ name: "ann" }).set({ lists: [value] }),
        () => Users.find({ name: "ann" }).push({ lists: value }),
        () => Users.find({ name: "ann" }).push({ lists: { $each: [value] } }),
        () => Users.find({ name: "ann" }).update({ $set: { extra: value } }),
        () => Users.find({ name: "ann" }).update({ $addToSet: { lists: value } }),
        () => Users.find({ name: "ann" }).update([{ $set: { extra: { $literal: value } } }]),
        () => User.findOne({ name: "nobody" }).set({ age: 2 }).upsert(new User({ name: "x", extra: value })),
      ];
      for (const call of calls) await refused(call, { code: "guard.dollar_key", model: "User", says: /\$/ });
      const left = await User.findAll().sort("name");
      assert.deepEqual(left.map(({ name, extra }) => ({ name, extra })), [
        { name: "ann", extra: 1 },
        { name: "bob", extra: { a: 1 } },
      ]);
    });
  }

  test("loose objects, and unknown fields that are kept", async () => {
    const address = { city: "x", more: { $x: 1 } };
    await refused(() => new User({ name: "x", address }).insert(), {
      code: "guard.dollar_key",
      path: "address.more.$x",
    });
    const kept = new Keeper(untyped({ name: "x", $where: "1" }));
    await refused(() => kept.insert(), { code: "guard.dollar_key", model: "Keeper", path: "$where" });
  });

  test("operators among new values are refused", async () => {
    const changes: object[] = [
      { $inc: { age: 5 } },
      { name: { $concat: ["a", "b"] } },
      { age: { $add: ["$age", 1] } },
      { "address.$evil": 1 },
      { $where: "1" },
    ];
    for (const change of changes) {
      await refused(() => Users.find({ name: "ann" }).set(change), { code: /^(argument|validation|guard)\./ });
    }
    for (const update of [{ name: "hacked" }, { $evil: { name: "x" } }, { $set: 1 }, { $set: { name: "x" }, age: 1 }]) {
      await refused(() => Users.find({ name: "ann" }).update(update), { code: /^(argument|guard)\./ });
    }
    assert.equal(await User.find({ name: "ann", age: 1 }).count(), 1);
  });

  test("an upsert does not read its document as operators", async () => {
    const result = await User.findOne({ name: "eve" }).set({ age: 2 }).upsert(
      new User({ name: "$set", tags: ["$gt"] }),
    );
    assert.ok(result instanceof User);
    assert.equal(await User.find({ name: "$set", tags: "$gt" }).count(), 1);
  });

  test("text that looks like a field of an expression stays text", async () => {
    await User.find({ name: "ann" }).set({ name: "$age" });
    await User.find({ name: "bob" }).update(untyped(User.fields.name).to("$extra"), Users.lists.to(User.tags));
    assert.deepEqual((await User.findAll()).map(({ name }) => name).sort(), ["$age", "$extra"]);
  });
});

describe("what is allowed beside it", () => {
  beforeEach(async () => void await twoUsers());

  test("references", async () => {
    const extra = { $ref: "users", $id: 1, $db: "other" };
    const made = await new User({ name: "ref", extra, lists: [extra], notes: { r: extra } }).insert();
    const read = await User.get(made.id);
    assert.ok(read?.extra instanceof DBRef);
    assert.deepEqual([read.extra.$ref, read.extra.$id, read.extra.$db], ["users", 1, "other"]);
    await made.set({ extra: new DBRef("users", 2) });
    assert.equal(await User.find(User.extra.eq(new DBRef("users", 2))).count(), 1);
    assert.equal(await User.find({ extra: { $ref: "users", $id: 2 } }).count(), 1);
  });

  test("keys with $ where the model says that they are data", async () => {
    const query = { $and: [{ a: { $gt: 1 } }], $where: "1" };
    const rule = await new Rule({ name: "r", query }).insert();
    assert.deepEqual((await Rule.get(rule.id))?.query, query);
    await rule.set({ query: { $x: [{ $y: 1 }] } });
    assert.deepEqual((await Rule.get(rule.id))?.query, { $x: [{ $y: 1 }] });
    rule.query = { $z: 1 };
    await rule.save();
    await rule.replace();
    await Rule.find({ name: "r" }).update(Rule.query.to({ $w: 1 }));
    assert.equal(await Rule.find(Rule.query.eq({ $w: 1 })).count(), 1);
    await Rule.insertMany([new Rule({ name: "s", query })]);
    await refused(() => untyped(Rule).find({ name: "r" }).update({ $evil: { query: 1 } }), { code: "guard.operator" });
  });

  test("keys with dots, of digits, and empty ones", async () => {
    const notes = { "a.b": 1, "": 2, "0": 3, "a$b": 4, " ": 5, "ä😀": 6 };
    const made = await new User({ name: "keys", notes }).insert();
    assert.deepEqual((await User.get(made.id))?.notes, notes);
    const reply = await at.database.command({
      aggregate: "users",
      pipeline: [{ $match: { _id: made.id } }, { $project: { n: { $getField: { field: "a.b", input: "$notes" } } } }],
      cursor: {},
    });
    assert.equal(untyped(reply).cursor.firstBatch[0].n, 1);
  });

  test("several elements at once", async () => {
    await User.find({ name: "ann" }).push({ tags: { $each: ["b", "a"], $position: 0 } });
    assert.deepEqual((await User.findOne({ name: "ann" }))?.tags, ["b", "a"]);
    const push = () => User.find({ name: "ann" }).update(untyped(User.lists).push({ $each: "data" }));
    await refused(push, { code: "guard.dollar_key", model: "User" });
  });
});
