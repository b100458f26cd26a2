import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { raw } from "../../mod.ts";
import { attacked, twoUsers, untyped, User } from "./models.ts";
import { refused } from "./refused.ts";

const at = attacked("size");
const Users = untyped(User);
const MIB = 1024 * 1024;
/** Largest document of the server (MongoDB manual, "MongoDB Limits and Thresholds"). */
const LIMIT = 16 * MIB;

/** Bytes of a stored user whose `extra` is empty text. */
async function overhead(): Promise<number> {
  const made = await new User({ name: "big", extra: "" }).insert();
  const rows = await Users.aggregate([{ $match: { _id: made.id } }, { $project: { size: { $bsonSize: "$$ROOT" } } }]);
  await made.delete();
  return rows[0].size;
}

describe("size", () => {
  beforeEach(async () => void await twoUsers());

  test("a document of exactly 16 MiB is stored and read, one byte more is refused", async () => {
    const room = LIMIT - await overhead();
    const made = await new User({ name: "big", extra: "x".repeat(room) }).insert();
    assert.equal(((await User.get(made.id))?.extra as string).length, room);
    const expected = { code: "guard.document_size", model: "User", says: /16777216 bytes.*GridFS/ };
    await refused(() => new User({ name: "big", extra: "x".repeat(room + 1) }).insert(), expected);
    await made.delete();
    assert.equal(await User.count(), 2);
  });

  test("one that is too large stops a whole insertMany before anything is sent", async () => {
    const many = [
      new User({ name: "x" }),
      new User({ name: "big", extra: "x".repeat(LIMIT) }),
      new User({ name: "y" }),
    ];
    await refused(() => User.insertMany(many), { code: "guard.document_size", model: "User" });
    assert.equal(await User.count(), 2);
  });

  const TEXTS: [string, string, number[]][] = [
    ["text", "x", [17 * MIB, 40 * MIB, 70 * MIB]],
    ["text of four-byte characters", "😀", [17 * MIB]],
  ];
  for (const [name, value, sizes] of TEXTS) {
    for (const bytes of sizes) {
      test(`${name} of ${bytes / MIB} MiB`, async () => {
        const large = value.repeat(bytes / new TextEncoder().encode(value).length);
        const expected = {
          code: /^(guard\.document_size|validation\.kind|argument\.value)$/,
          says: /16777216|16793600|16 MiB|48000000/,
        };
        const calls = [
          () => new User({ name: "big", extra: large }).insert(),
          () => new User({ name: large }).save(),
          () => Users.find({ name: "ann" }).set({ extra: large }),
          () => Users.find({ name: "ann" }).push({ tags: large }),
          () => Users.find({ name: large }).count(),
          () => Users.find({ name: large }),
          () => Users.findOne({ name: { $in: [large] } }),
          () => Users.find({ name: large }).delete(),
          () => Users.aggregate([{ $match: { name: large } }]),
          () => at.database.command({ find: "users", filter: { name: large } }),
        ];
        for (const call of calls) await refused(call, expected);
        assert.equal(await User.count(), 2);
      });
    }
  }

  test("binary data, and many small values", async () => {
    const expected = { code: /^(guard\.document_size|validation\.kind)$/, says: /16777216|16 MiB/ };
    const calls = [
      () => new User({ name: "big", extra: new Uint8Array(LIMIT) }).insert(),
      () => new User({ name: "big", lists: Array.from({ length: 3_000_000 }, () => 1.5) }).insert(),
    ];
    for (const call of calls) await refused(call, expected);
  });

  test("objects that share parts and unfold to terabytes", async () => {
    let bomb: unknown = "x".repeat(1000);
    for (let i = 0; i < 40; i++) bomb = [bomb, bomb];
    const expected = { code: /^(guard|argument|validation)\./, says: /16 MiB|16777216/ };
    await refused(() => new User({ name: "x", extra: bomb }).insert(), expected);
    await refused(() => Users.find({ extra: bomb }), expected);
    await refused(() => Users.find({ name: "ann" }).set({ extra: bomb }), expected);
  });

  test("an update with a document of 6 MiB", async () => {
    // The old value, the new one, the oplog entry and the image kept for a retry must fit into the test server's cache of 256 MB.
    const room = 6 * 1024 * 1024;
    const made = await new User({ name: "big", extra: "" }).insert();
    await made.set({ extra: "y".repeat(room) });
    made.extra = "z".repeat(room);
    await made.replace();
    await made.save();
    assert.equal((await User.get(made.id))?.extra, made.extra);
    await made.delete();
  });
});

describe("halves of surrogate pairs", () => {
  beforeEach(async () => void await twoUsers());
  const HALVES = ["\ud800", "\udfff", "x\ud83d", "\ude00x", "\ude00\ud83d", "a\ud83db"];

  for (const half of HALVES) {
    test(`${JSON.stringify(half)} is refused, and never replaced`, async () => {
      const says = /surrogate/;
      const writes: [() => unknown, string][] = [
        [() => new User({ name: half }).insert(), "name"],
        [() => new User({ name: "x", tags: ["a", half] }).insert(), "tags.1"],
        [() => new User({ name: "x", extra: { list: [half] } }).insert(), "extra.list.0"],
        [() => new User({ name: "x", extra: { [half]: 1 } }).insert(), `extra.${half}`],
        [() => new User({ name: "x", notes: { [half]: 1 } }).insert(), `notes.${half}`],
        [() => new User({ name: half }).save(), "name"],
        [() => new User({ name: half }).replace(), "name"],
        [() => User.insertMany([new User({ name: "x" }), new User({ name: half })]), "name"],
      ];
      for (const [call, path] of writes) await refused(call, { code: "validation.kind", model: "User", path, says });
      const others = [
        () => Users.find({ name: "ann" }).set({ name: half }),
        () => Users.find({ name: "ann" }).push({ tags: half }),
        () => Users.find({ name: half }),
        () => User.find(User.fields.name.eq(half)),
        () => User.find(User.fields.name.in(["x", half])),
        () => User.find(raw({ [half]: 1 })),
        () => Users.aggregate([{ $match: { name: half } }]),
        () => Users.find({ name: "ann" }).options({ comment: half }),
        () => at.database.command({ find: half }),
      ];
      for (const call of others) await refused(call, { code: /^(argument|validation)\./, says });
      assert.deepEqual((await User.findAll().sort("name")).map(({ name }) => name), ["ann", "bob"]);
    });
  }

  test("a pair that is split over two fields, or over key and value", async () => {
    const says = /surrogate/;
    await refused(() => new User({ name: "x\ud83d", tags: ["\ude00"] }).insert(), {
      code: "validation.kind",
      path: "name",
      says,
    });
    await refused(() => new User({ name: "x", notes: { "k\ud83d": "\ude00" } }).insert(), {
      code: "validation.kind",
      says,
    });
    await refused(() => Users.find({ name: "\ud83d", tags: "\ude00" }), { code: "argument.value", says });
  });

  test("whole pairs, and what only looks odd, are text", async () => {
    for (const name of ["😀", "\ufeffx", "\uffff", "\u202e", "e\u0301", "\u{10ffff}", "\ufffd"]) {
      const made = await new User({ name, notes: { [name]: name } }).insert();
      assert.equal((await User.findOne({ name }))?.name, name);
      assert.deepEqual((await User.get(made.id))?.notes, { [name]: name });
    }
  });
});
