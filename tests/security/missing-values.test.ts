import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { raw } from "../../mod.ts";
import { attacked, twoUsers, untyped, User } from "./models.ts";
import { refused } from "./refused.ts";

const at = attacked("missing");
const Users = untyped(User);

describe("undefined", () => {
  test("the error names the model, and the path within it", () => {
    const expected = {
      code: "argument.undefined",
      model: "User",
      path: "name.$eq",
      message: /^User\.name\.\$eq is undefined/,
    };
    assert.throws(() => Users.find({ name: { $eq: undefined } }), expected);
  });

  beforeEach(async () => void await twoUsers());

  const FILTERS: object[] = [
    { name: undefined },
    { name: "ann", age: undefined },
    { name: { $eq: undefined } },
    { name: { $in: ["x", undefined] } },
    { name: { $not: { $eq: undefined } } },
    { $or: [{ name: undefined }] },
    { $and: undefined },
    { extra: { a: undefined } },
    { tags: [undefined] },
    { lists: { $elemMatch: { a: undefined } } },
  ];
  for (const filter of FILTERS) {
    test(`throws in the filter ${JSON.stringify(filter)}, where dropping it would match too much`, async () => {
      const expected = { code: /^argument\./, says: /undefined|takes a list/ };
      const calls = [
        () => Users.find(filter),
        () => Users.findOne(filter),
        () => Users.find(filter).count(),
        () => Users.find(filter).delete(),
        () => Users.find(filter).set({ age: 9 }),
        () => User.find(raw(filter)),
        () => Users.aggregate([{ $match: filter }]),
      ];
      for (const call of calls) await refused(call, expected);
      assert.equal(await User.find({ age: 1 }).count(), 2);
    });
  }

  test("throws in field methods", async () => {
    const { name, age } = Users.fields;
    const calls = [
      () => name.eq(undefined),
      () => name.ne(undefined),
      () => age.gt(undefined),
      () => name.in([undefined]),
      () => Users.find(undefined),
      () => Users.get(undefined),
    ];
    for (const call of calls) await refused(call, { code: /^(argument|validation)\./ });
  });

  test("throws in updates", async () => {
    const calls = [
      () => Users.find({ name: "ann" }).set({ name: undefined }),
      () => Users.find({ name: "ann" }).set({ age: 5, extra: undefined }),
      () => Users.find({ name: "ann" }).set({ extra: { a: undefined } }),
      () => Users.find({ name: "ann" }).inc({ age: undefined }),
      () => Users.find({ name: "ann" }).push({ tags: undefined }),
      () => Users.find({ name: "ann" }).push({ tags: { $each: [undefined] } }),
      () => Users.find({ name: "ann" }).push({ tags: { $each: ["x"], $position: undefined } }),
      () => Users.find({ name: "ann" }).update({ $set: undefined }),
      () => Users.find({ name: "ann" }).update([{ $set: { age: undefined } }]),
      () => Users.find({ name: "ann" }).set(undefined),
      () => User.find({ name: "ann" }).update(Users.extra.to(undefined)),
    ];
    for (const call of calls) await refused(call, { code: /^(argument|validation)\./ });
    assert.equal(await User.find({ age: 1, extra: 1 }).count(), 1);
  });

  test("throws in lists, commands and pipelines", async () => {
    await refused(() => new User({ name: "x", extra: [1, undefined] }).insert(), {
      code: "validation.kind",
      model: "User",
      path: "extra.1",
    });
    // deno-lint-ignore no-sparse-arrays -- a gap is what is tested
    await refused(() => new User({ name: "x", extra: [1, , 2] }).insert(), {
      code: "validation.kind",
      path: "extra.1",
    });
    await refused(() => at.database.command({ find: "users", filter: undefined }), { code: "argument.undefined" });
    await refused(() => Users.aggregate([{ $limit: undefined }]), { code: "argument.undefined" });
  });

  test("is left out of documents", async () => {
    const made = await new User({ name: "x", age: undefined, extra: { a: undefined, b: 1 } }).insert();
    const read = await User.get(made.id);
    assert.deepEqual(read?.extra, { b: 1 });
    assert.equal(read?.age, 1);
  });

  test("of a required field is refused", async () => {
    const user = await new User({ name: "x" }).insert();
    untyped(user).name = undefined;
    for (const call of [() => user.save(), () => user.replace()]) {
      await refused(call, { code: "validation.kind", model: "User", path: "name" });
    }
    assert.equal((await User.get(user.id))?.name, "x");
  });
});

describe("writes without criteria", () => {
  beforeEach(async () => void await twoUsers());

  const EMPTY: [string, () => unknown][] = [
    ["find()", () => Users.find()],
    ["find({})", () => Users.find({})],
    ["find({}, {})", () => Users.find({}, {})],
    ["find(raw({}))", () => Users.find(raw({}))],
    ["find(...).find({})", () => Users.find().find({})],
    ["find(JSON)", () => Users.find(JSON.parse("{}"))],
    ["find() of a filter without keys of its own", () => Users.find(Object.create(null))],
  ];
  for (const [name, query] of EMPTY) {
    test(`${name} is refused for updates and deletes`, async () => {
      const expected = { code: "guard.empty_criteria", says: /User.*every document.*(findAll|updateAll|deleteAll)/s };
      await refused(() => untyped(query()).delete(), expected);
      await refused(() => untyped(query()).set({ age: 9 }), expected);
      await refused(() => untyped(query()).inc({ age: 9 }), expected);
      await refused(() => untyped(query()).update([{ $set: { age: 9 } }]), expected);
      assert.equal(await User.find({ age: 1 }).count(), 2);
      assert.equal((await (query() as Promise<User[]>)).length, 2, "reading all is fine");
    });
  }

  test("the explicit forms are allowed", async () => {
    assert.equal((await User.findAll().set({ age: 2 })).modifiedCount, 2);
    assert.equal((await Users.updateAll({ $set: { age: 3 } })).modifiedCount, 2);
    assert.equal((await User.findAll().delete()).deletedCount, 2);
    await twoUsers();
    assert.equal((await User.deleteAll()).deletedCount, 2);
  });

  test("one document without criteria is one document", async () => {
    assert.equal((await User.findOne().set({ age: 2 })).matchedCount, 1);
    assert.equal((await User.findOne().delete()).deletedCount, 1);
  });
});
