import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { raw } from "../../mod.ts";
import { attacked, twoUsers, untyped, User } from "./models.ts";
import { refused } from "./refused.ts";

const at = attacked("javascript");
const Users = untyped(User);
const FUNCTION = { $function: { body: "function() { return true; }", args: [], lang: "js" } };
const ACCUMULATOR = {
  $accumulator: {
    init: "function() { return 0; }",
    accumulate: "function(a) { return a + 1; }",
    accumulateArgs: [],
    merge: "function(a, b) { return a + b; }",
    lang: "js",
  },
};

const FILTERS: [string, object][] = [
  ["$where", { $where: "true" }],
  ["$where beside a field", { name: "ann", $where: "true" }],
  ["$where in $and, $or, $nor", { $and: [{ $or: [{ $nor: [{ $where: "false" }] }] }] }],
  ["$where of a field", { name: { $where: "true" } }],
  ["$where in $not", { name: { $not: { $where: "true" } } }],
  ["$where in $elemMatch", { lists: { $elemMatch: { $where: "true" } } }],
  ["$where in $elemMatch of $all", { lists: { $all: [{ $elemMatch: { $where: "true" } }] } }],
  ["$where among operators of $elemMatch", { tags: { $elemMatch: { $gt: "", $where: "true" } } }],
  ["$function in $expr", { $expr: FUNCTION }],
  ["$function deep in $expr", { $expr: { $and: [true, { $or: [{ $eq: [1, { $cond: [FUNCTION, 1, 2] }] }] }] } }],
  ["$function in $expr in $or", { $or: [{ name: "ann" }, { $expr: { $not: [FUNCTION] } }] }],
];

const PIPELINES: [string, object[]][] = [
  ...FILTERS.map(([name, filter]): [string, object[]] => [`$match of ${name}`, [{ $match: filter }]]),
  ["$project", [{ $project: { x: FUNCTION } }]],
  ["$set, deep", [{ $set: { x: { $map: { input: [1], in: { y: [FUNCTION] } } } } }]],
  ["$group", [{ $group: { _id: null, n: ACCUMULATOR } }]],
  ["the key of $group", [{ $group: { _id: FUNCTION } }]],
  ["$bucket", [{ $bucket: { groupBy: "$age", boundaries: [0, 9], output: { n: ACCUMULATOR } } }]],
  ["$setWindowFields", [{ $setWindowFields: { sortBy: { age: 1 }, output: { n: ACCUMULATOR } } }]],
  ["$lookup", [{ $lookup: { from: "users", pipeline: [{ $match: { $where: "1" } }], as: "x" } }]],
  ["the variables of $lookup", [{ $lookup: { from: "users", let: { x: FUNCTION }, pipeline: [], as: "x" } }]],
  ["$lookup in $lookup", [{
    $lookup: {
      from: "users",
      pipeline: [{ $lookup: { from: "users", pipeline: [{ $project: { y: FUNCTION } }], as: "y" } }],
      as: "x",
    },
  }]],
  ["$facet", [{ $facet: { x: [{ $match: { $expr: FUNCTION } }] } }]],
  ["$lookup in $facet", [{
    $facet: { x: [{ $lookup: { from: "users", pipeline: [{ $match: { $where: "1" } }], as: "y" } }] },
  }]],
  ["$unionWith", [{ $unionWith: { coll: "users", pipeline: [{ $match: { $where: "1" } }] } }]],
  ["$graphLookup", [{
    $graphLookup: {
      from: "users",
      startWith: "$name",
      connectFromField: "name",
      connectToField: "name",
      as: "x",
      restrictSearchWithMatch: { $expr: FUNCTION },
    },
  }]],
  ["the start of $graphLookup", [{
    $graphLookup: { from: "users", startWith: FUNCTION, connectFromField: "a", connectToField: "b", as: "x" },
  }]],
  ["$geoNear", [{ $geoNear: { near: [0, 0], distanceField: "d", query: { $where: "1" } } }]],
  ["$replaceRoot", [{ $replaceRoot: { newRoot: FUNCTION } }]],
  ["$redact", [{ $redact: FUNCTION }]],
  ["$merge", [{ $merge: { into: "other", let: { x: FUNCTION }, whenMatched: [{ $set: { x: "$$x" } }] } }]],
  ["the update of $merge", [{ $merge: { into: "other", whenMatched: [{ $set: { x: FUNCTION } }] } }]],
];

const NEEDS_LEAVE = {
  code: "guard.server_javascript",
  model: "User",
  says: /runs JavaScript on the server.*allowServerJavaScript/,
};

describe("JavaScript on the server needs leave", () => {
  beforeEach(async () => void await twoUsers());

  for (const [name, filter] of FILTERS) {
    test(`${name} in a filter`, async () => {
      const calls = [
        () => Users.find(raw(filter)),
        () => Users.findOne(raw(filter)),
        () => Users.find(raw(filter)).count(),
        () => Users.find(raw(filter)).exists(),
        () => Users.find(raw(filter)).distinct("name"),
        () => Users.find(raw(filter)).sum("age"),
        () => Users.find(raw(filter)).delete(),
        () => Users.findOne(raw(filter)).delete(),
        () => Users.find(raw(filter)).set({ age: 5 }),
        () => Users.findOne(raw(filter)).sort("name").set({ age: 5 }),
        () => Users.findOne(raw(filter)).replaceOne(new User({ name: "x" })),
        () => Users.find(raw(filter)).aggregate([{ $limit: 1 }]),
      ];
      for (const call of calls) await refused(call, NEEDS_LEAVE);
      assert.equal(await User.find({ age: 1 }).count(), 2);
    });
  }

  test("$where in a plain filter", async () => {
    for (const filter of [{ $where: "true" }, { $and: [{ $where: "true" }] }, { name: { $where: "true" } }]) {
      await refused(() => Users.find(filter), NEEDS_LEAVE);
    }
  });

  for (const [name, pipeline] of PIPELINES) {
    test(`${name} in a pipeline`, async () => {
      await refused(() => Users.aggregate(pipeline), NEEDS_LEAVE);
      await refused(() => Users.find({ age: 1 }).aggregate(pipeline), NEEDS_LEAVE);
    });
  }

  test("in updates", async () => {
    const ann = () => Users.find({ name: "ann" });
    const calls = [
      () => ann().update([{ $set: { name: FUNCTION } }]),
      () => ann().update([{ $replaceWith: FUNCTION }]),
      () => ann().update({ $pull: { lists: { $where: "1" } } }),
      () => ann().set({ age: 2 }).options({ arrayFilters: [{ $where: "1" }] }),
      () => ann().set({ age: 2 }).options({ let: { x: FUNCTION } }),
    ];
    for (const call of calls) await refused(call, NEEDS_LEAVE);
  });

  test("mapReduce", async () => {
    const command = {
      mapReduce: "users",
      map: "function() { emit(1, 1); }",
      reduce: "function() { return 1; }",
      out: { inline: 1 },
    };
    await refused(() => at.database.command(command), { code: "guard.server_javascript" });
    const reply = await at.database.command(command, { allowServerJavaScript: true });
    assert.equal(untyped(reply).results[0].value, 1);
  });
});

describe("with leave it runs", () => {
  beforeEach(async () => void await twoUsers());

  test("in filters", async () => {
    const query = Users.find(raw({ $where: "this.name == 'ann'" })).options({ allowServerJavaScript: true });
    assert.deepEqual((await query).map((user: User) => user.name), ["ann"]);
    const expression = Users.find(raw({ $expr: FUNCTION })).options({ allowServerJavaScript: true });
    assert.equal((await expression).length, 2);
  });

  test("in pipelines", async () => {
    const rows = await Users.aggregate([{ $group: { _id: null, n: ACCUMULATOR } }]).options({
      allowServerJavaScript: true,
    });
    assert.equal(rows[0].n, 2);
  });

  test("in updates", async () => {
    const body = { $function: { body: "function() { return 'eve'; }", args: [], lang: "js" } };
    const update = Users.find({ name: "ann" }).update([{ $set: { name: body } }]);
    assert.deepEqual(await update.options({ allowServerJavaScript: true }), { matchedCount: 1, modifiedCount: 1 });
  });

  test("names that only look like it are data", async () => {
    await User.find({ name: "ann" }).set({ name: "$where" });
    await User.find({ name: "bob" }).set({ "notes.where": "$function" } as never);
    assert.equal(await User.find({ name: "$where" }).count(), 1);
    const rows = await Users.aggregate([{ $project: { x: { $literal: { $function: "data" } } } }, { $limit: 1 }]);
    assert.deepEqual(rows[0].x, { $function: "data" });
  });
});
