import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { Document, init, raw } from "../../mod.ts";
import { attacked, Keeper, Rule, twoUsers, untyped, User } from "./models.ts";
import { assertUnpolluted, refused } from "./refused.ts";

const at = attacked("paths");
const Users = untyped(User);
const Rules = untyped(Rule);

const UNKNOWN = [
  "$where",
  "$natural",
  "$age",
  "isAdmin",
  "name.x",
  "",
  ".",
  "..",
  ".name",
  "name.",
  "a\0b",
  "__proto__",
];

describe("paths that come from outside", () => {
  beforeEach(async () => void await twoUsers());

  for (const path of UNKNOWN) {
    test(`${JSON.stringify(path)} is no field of the model`, async () => {
      const own = Object.fromEntries([[path, 1]]);
      const calls = [
        () => Users.find().sort(path),
        () => Users.find().sort(`-${path}`),
        () => Users.find().sort([path, 1]),
        () => Users.find().select(path),
        () => Users.find().distinct(path),
        () => Users.find().sum(path),
        () => Users.distinct(path),
        () => Users.find({ name: "ann" }).unset(path),
        () => Users.find({ name: "ann" }).set(own),
        () => Users.find({ name: "ann" }).inc(own),
        () => Users.find({ name: "ann" }).update({ $rename: { age: path } }),
        () => Users.find({ name: "ann" }).update({ $unset: own }),
        () => Users.find(own),
      ];
      for (const call of calls) await refused(call, { code: /^(argument|guard)\./ });
      assert.equal(await User.find({ name: "ann", age: 1, extra: 1 }).count(), 1);
      assertUnpolluted();
    });
  }

  test("a sort key is a text, a pair, or an expression", async () => {
    for (const key of [{ $where: 1 }, { name: "1; drop" }, ["name", "desc"], ["name", { $meta: "x" }], 1, null, [[]]]) {
      await refused(() => Users.find().sort(key), { code: /^argument\./ });
    }
  });

  const DOLLARS = ["notes.$evil", "notes.a.$evil", "notes.$where.x", "notes.$", "address.more.$evil"];
  for (const path of DOLLARS) {
    test(`the key with $ in ${path} is not stored`, async () => {
      const [ann] = await twoUsers();
      const calls = [
        () => Users.find({ name: "ann" }).set({ [path]: 1 }),
        () => Users.find({ name: "ann" }).update({ $set: { [path]: 1 } }),
        () => Users.find({ name: "ann" }).inc({ [path]: 1 }),
        () => untyped(ann).set({ [path]: 1 }),
        () => Users.find({ name: "ann" }).update({ $rename: { extra: path } }),
        () => Users.find({ name: "ann" }).update({ $currentDate: { [path]: true } }),
        () => Users.find({ name: "ann" }).update({ $push: { [path]: 1 } }),
      ];
      for (const call of calls) {
        await refused(call, { code: /^(guard\.dollar_key|argument\.unknown_field|server\.error)$/ });
      }
      assert.deepEqual((await User.findOne({ name: "ann" }))?.notes, {});
    });
  }

  test("it is stored where the model allows it", async () => {
    await new Rule({ name: "r", query: {} }).insert();
    await Rules.find({ name: "r" }).set({ "query.$gt": 1 });
    assert.deepEqual((await Rule.findOne({ name: "r" }))?.query, { $gt: 1 });
  });

  test("a kept key with a dot leads save into no other field", async () => {
    const kept = await new Keeper(untyped({ name: "x", "name.first": "y", a: { b: 1 }, "a.b": 2, "": 3 })).insert();
    const expected = { code: "validation.kept_field", model: "Keeper", path: "name.first", says: /path.*replace\(\)/ };
    await refused(() => kept.save(), expected);
    await kept.replace();
    const read = untyped(await Keeper.get(kept.id));
    assert.deepEqual([read.name, read["name.first"], read.a, read["a.b"], read[""]], ["x", "y", { b: 1 }, 2, 3]);
  });

  test("positions in lists are allowed", async () => {
    await User.find({ name: "ann" }).set({ tags: ["a", "b", "a"], lists: [{ n: 1 }, { n: 2 }] });
    await Users.find({ name: "ann", tags: "b" }).set({ "tags.$": "c" });
    await Users.find({ name: "ann" }).set({ "tags.0": "z", "lists.$[].n": 5 });
    await Users.find({ name: "ann" }).set({ "tags.$[x]": "y" }).options({ arrayFilters: [{ x: "a" }] });
    const ann = await User.findOne({ name: "ann" });
    assert.deepEqual([ann?.tags, ann?.lists], [["z", "c", "y"], [{ n: 5 }, { n: 5 }]]);
  });
});

describe("options that come from outside", () => {
  beforeEach(async () => void await twoUsers());

  test("are those of the query", async () => {
    for (
      const option of ["$where", "filter", "multi", "acceptsEmptyCriteria", "allowDollarKeys", "lsid", "__proto__x"]
    ) {
      await refused(() => Users.find().options({ [option]: true }), { code: "argument.options", path: option });
    }
    for (const options of [null, "x", [], 5]) {
      await refused(() => Users.find().options(options), { code: /^argument\./ });
    }
  });

  test("do not change the command", async () => {
    await refused(() => Users.find().options({ let: { x: { $where: "1" } } }), { code: "guard.server_javascript" });
    await refused(() => Users.find().options({ hint: { $where: 1 } }), { code: "guard.server_javascript" });
    await refused(() => Users.find().options({ readPreference: { mode: "$where" } }), { code: /^argument\./ });
    await refused(() => Users.find().session({}), { code: "argument.session" });
    await refused(() => Users.find().signal({ aborted: false }), { code: "argument.signal" });
  });

  test("indexes with JavaScript in their filters", async () => {
    class Indexed extends Document({ name: z.string() }) {
      static settings = {
        indexes: [{ keys: ["name"], partialFilterExpression: { $where: "1" } }],
      };
    }
    await refused(() => init({ database: at.database, documentModels: [untyped(Indexed)] }), {
      code: /^(guard\.server_javascript|settings\.invalid)$/,
    });
  });
});

describe("commands of one's own", () => {
  test("hold nothing that the engine writes itself", async () => {
    for (const field of ["lsid", "$db", "txnNumber", "$clusterTime", "startTransaction", "autocommit"]) {
      await refused(() => at.database.command({ ping: 1, [field]: 1 }), {
        code: "argument.invalid",
        says: /the engine sets it/,
      });
    }
    await refused(() => at.database.command({}), { code: "argument.invalid", says: /first key names it/ });
    await refused(() => at.database.command(untyped(null)), { code: /^argument\./ });
    await refused(() => at.database.command(untyped("ping")), { code: /^argument\./ });
    await refused(() => at.database.command({ noSuchCommand: 1 }), { code: "server.error" });
  });

  test("are sent as they are", async () => {
    const reply = untyped(await at.database.command({ count: "users", query: { name: { $ne: "x" } } }));
    assert.equal(reply.n, await User.count());
    assert.equal((await at.database.command({ dbStats: 1 }))["ok"], 1);
    // The values of a command of one's own are not looked at.
    await at.database.command({ insert: "commands", documents: [{ a: { $x: 1 } }] });
    const found = untyped(await at.database.command({ find: "commands", filter: { $where: "true" } }));
    assert.deepEqual(found.cursor.firstBatch[0].a, { $x: 1 });
  });

  test("raw filters name stored fields and fit no check of the model, only of the engine", async () => {
    await twoUsers();
    assert.equal(await User.find(raw({ $expr: { $eq: ["$name", "ann"] } })).count(), 1);
    assert.equal(await User.find(raw({ $jsonSchema: { required: ["extra"] } })).count(), 2);
    for (const filter of ["{}", [], null, 5, undefined]) {
      await refused(() => raw(untyped(filter)), {
        code: "argument.invalid",
        says: /raw\(\.\.\.\) takes a filter object/,
      });
    }
  });
});
