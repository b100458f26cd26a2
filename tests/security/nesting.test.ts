import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { Document, init, raw } from "../../mod.ts";
import { attacked, twoUsers, untyped, User } from "./models.ts";
import { nested, refused } from "./refused.ts";

const at = attacked("nesting");
const Users = untyped(User);

const Branch = z.object({
  label: z.string(),
  get branches() {
    return z.array(Branch).default([]);
  },
});
class Tree extends Document({ root: Branch.optional() }) {}

/** A filter in as many `$and`s. */
function joined(levels: number): object {
  let filter: object = { name: "ann" };
  for (let i = 0; i < levels; i++) filter = { $and: [filter] };
  return filter;
}

function branches(levels: number): unknown {
  let value: unknown = { label: "leaf", branches: [] };
  for (let i = 0; i < levels; i++) value = { label: "x", branches: [value] };
  return value;
}

const TOO_DEEP = {
  code: /^(validation\.kind|argument\.value|guard\.depth)$/,
  says: /100|far too deep|contains itself/,
};

describe("nesting", () => {
  beforeEach(async () => void await twoUsers());

  test("of 100 levels is stored and read", async () => {
    const extra = nested(99);
    const made = await new User({ name: "deep", extra }).insert();
    assert.deepEqual((await User.get(made.id))?.extra, extra);
    await made.replace();
    assert.deepEqual((await untyped(User.find({ name: "deep" })).aggregate([{ $limit: 1 }]))[0].extra, extra);
  });

  for (const levels of [100, 101, 1000, 100_000]) {
    test(`of ${levels + 1} levels is refused`, async () => {
      const deep = nested(levels);
      let list: unknown = 1;
      for (let i = 0; i < levels; i++) list = [list];
      const calls = [
        () => new User({ name: "x", extra: deep }).insert(),
        () => new User({ name: "x", extra: list }).insert(),
        () => new User({ name: "x", notes: { n: deep } }).save(),
        () => new User({ name: "x", lists: [deep] }).insert(),
        () => User.insertMany([new User({ name: "x" }), new User({ name: "x", extra: deep })]),
        () => Users.find({ name: "ann" }).set({ extra: deep }),
        () => Users.find({ name: "ann" }).push({ lists: deep }),
        () => Users.find({ name: "ann" }).update([{ $set: { extra: deep } }]),
        () => User.find(User.extra.eq(deep)),
        () => Users.find({ extra: deep }),
        () => Users.find({ extra: { $in: [deep] } }),
        () => Users.find(joined(levels)),
        () => Users.find({ name: nested(levels, "x") }),
        () => User.find(raw(joined(levels))),
        () => Users.aggregate([{ $match: deep }]),
        () => Users.aggregate([deep]),
      ];
      for (const call of calls) {
        const error = await refused(call, TOO_DEEP);
        assert.ok(error.message.length < 3000, "the message does not repeat the way down");
      }
      await refused(() => at.database.command({ find: "users", filter: deep }), TOO_DEEP);
      assert.equal(await User.count(), 2);
    });
  }

  test("of operators", async () => {
    let condition: object = { $eq: "ann" };
    for (let i = 0; i < 100_000; i++) condition = { $not: condition };
    await refused(() => Users.find({ name: condition }), TOO_DEEP);
    let match: object = { a: 1 };
    for (let i = 0; i < 100_000; i++) match = { a: { $elemMatch: match } };
    await refused(() => Users.find({ lists: { $elemMatch: match } }), TOO_DEEP);
  });

  test("of a model that contains itself", async () => {
    await init({ database: at.database, documentModels: [Tree] });
    const Trees = untyped(Tree);
    const tree = await new Tree(untyped({ root: branches(40) })).insert();
    assert.deepEqual((await Tree.get(tree.id))?.root, branches(40));
    for (const levels of [60, 1000, 100_000]) {
      const root = branches(levels);
      const expected = { ...TOO_DEEP, model: "Tree" };
      await refused(() => new Tree(untyped({ root })).insert(), expected);
      await refused(() => Object.assign(tree, { root }).save(), expected);
      await refused(() => Trees.find({ root }), TOO_DEEP);
      await refused(() => Trees.findAll().set({ root }), TOO_DEEP);
    }
  });
});

describe("objects that contain themselves", () => {
  const circle: Record<string, unknown> = { list: [] };
  (circle["list"] as unknown[]).push({ circle });
  const ring: Record<string, unknown> = {};
  ring["$and"] = [ring];

  test("are refused everywhere", async () => {
    await init({ database: at.database, documentModels: [Tree] });
    const root: Record<string, unknown> = { label: "x" };
    root["branches"] = [root];
    const expected = { ...TOO_DEEP, says: /contains itself/ };
    const calls = [
      () => new User({ name: "x", extra: circle }).insert(),
      () => new User({ name: "x", notes: circle }).insert(),
      () => Users.find({ name: "ann" }).set({ extra: circle }),
      () => Users.find({ extra: circle }),
      () => Users.find(ring),
      () => User.find(raw(ring)),
      () => Users.aggregate([{ $match: circle }]),
      () => at.database.command({ find: "users", filter: circle }),
      () => new Tree(untyped({ root })).insert(),
      () => untyped(Tree).find({ root }),
    ];
    for (const call of calls) await refused(call, expected);
  });

  test("objects used twice are allowed", async () => {
    const shared = { a: 1 };
    const made = await new User({ name: "x", extra: [shared, { shared }], notes: { shared } }).insert();
    assert.deepEqual((await User.get(made.id))?.extra, [shared, { shared }]);
  });
});
