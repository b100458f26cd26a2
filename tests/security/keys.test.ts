import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { alias, Document, init, raw } from "../../mod.ts";
import { attacked, Keeper, twoUsers, untyped, User } from "./models.ts";
import { assertUnpolluted, parsed, refused } from "./refused.ts";

const at = attacked("keys");
const Users = untyped(User);

const POLLUTING = parsed(
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1,"valueOf":"x",' +
    '"hasOwnProperty":null,"__defineGetter__":2,"prototype":{"polluted":true},"then":3}',
);

/** The schema library leaves the key `__proto__` out of records and loose objects; values of any kind keep it. */
const { ["__proto__"]: _, ...CHECKED } = POLLUTING;

/** A plain object with just these own keys and values. */
function assertSame(actual: unknown, expected: unknown): void {
  assert.equal(JSON.stringify(actual), JSON.stringify(expected));
  assert.equal(Object.getPrototypeOf(actual), Object.prototype);
  assert.equal(untyped(actual).polluted, undefined);
}

describe("keys of the object's own machinery are data", () => {
  beforeEach(async () => void await twoUsers());
  afterEach(assertUnpolluted);

  test("in documents: records, lists, loose objects, values of any kind", async () => {
    const address = { city: "x", more: POLLUTING };
    const notes = { ...CHECKED, inner: POLLUTING };
    const made = await new User({ name: "x", notes, extra: POLLUTING, lists: [[POLLUTING]], address }).insert();
    const reads = [
      await User.get(made.id),
      await User.findOne({ name: "x" }),
      (await User.find({ name: "x" }))[0],
      (await untyped(User.find({ name: "x" })).aggregate([{ $limit: 1 }]))[0],
    ];
    for (const read of reads) {
      assertSame(read.notes, { ...CHECKED, inner: POLLUTING });
      assertSame(read.extra, POLLUTING);
      assertSame(read.lists[0][0], POLLUTING);
      assertSame(read.address.more, CHECKED);
    }
    const json = reads[0].toJSON();
    assertSame(json.extra, POLLUTING);
    await made.save();
    await made.replace();
    await made.set({ extra: [POLLUTING], notes: POLLUTING });
    assertSame((made.extra as unknown[])[0], POLLUTING);
    assertSame(made.notes, POLLUTING);
  });

  test("as input of a constructor they change no class", async () => {
    for (const json of ['{"name":"x","__proto__":{"polluted":true}}', '{"name":"x","constructor":{"polluted":true}}']) {
      const made = new User(untyped(parsed(json)));
      assert.ok(made instanceof User);
      assert.equal(untyped(made).polluted, undefined);
      assert.equal(made.constructor, User);
      await made.insert();
    }
  });

  test("as unknown fields that are kept", async () => {
    const kept = new Keeper(untyped({ name: "x", ...POLLUTING, __proto__: null }));
    const own = new Keeper(untyped(parsed('{"name":"x","__proto__":{"polluted":true}}')));
    for (const made of [kept, own]) {
      assert.ok(made instanceof Keeper);
      assert.equal(untyped(made).polluted, undefined);
    }
    await at.database.command({
      insert: "keepers",
      documents: [parsed('{"_id":1,"name":"stored","__proto__":{"polluted":true},"constructor":1,"insert":2}')],
    });
    const outcome = await untyped(Keeper).find({ name: "stored" }).then(
      (list: unknown[]) => list[0],
      (e: unknown) => e,
    );
    assert.equal(untyped(outcome).polluted, undefined);
    assertUnpolluted();
  });

  test("in rows of aggregations, many of one shape", async () => {
    await User.deleteAll();
    await User.insertMany(Array.from({ length: 60 }, () => new User({ name: "x", extra: POLLUTING })));
    const rows = await Users.aggregate([{ $replaceWith: "$extra" }]);
    assert.equal(rows.length, 60);
    for (const row of rows) assertSame(row, POLLUTING);
    const grouped = await Users.aggregate([{ $group: { _id: "$name", constructor: { $first: "$extra" } } }]);
    assertSame(grouped[0].constructor, POLLUTING);
  });

  test("in commands and their replies", async () => {
    const reply = untyped(
      await at.database.command({
        aggregate: 1,
        pipeline: [{ $documents: [{ value: { $literal: POLLUTING } }] }],
        cursor: {},
      }),
    );
    assertSame(reply.cursor.firstBatch[0].value, POLLUTING);
  });

  test("in filters", async () => {
    const made = await new User({ name: "x", extra: POLLUTING }).insert();
    await made.set({ notes: POLLUTING });
    assert.equal(await User.find(User.extra.eq(POLLUTING)).count(), 1);
    assert.equal(await User.find({ extra: POLLUTING }).count(), 1);
    assert.equal(await User.find({ notes: POLLUTING } as never).count(), 1);
    for (const path of ["notes.__proto__.polluted", "notes.constructor.prototype.polluted"]) {
      assert.equal(await Users.find({ [path]: true }).count(), 1);
      assert.equal(await Users.find({ [path]: false }).count(), 0);
      assert.equal(await User.find(raw({ [path]: true })).count(), 1);
    }
    for (const json of ['{"__proto__":{"$gt":""}}', '{"constructor":1}', '{"toString":1}', '{"hasOwnProperty":1}']) {
      await refused(() => Users.find(parsed(json)), { code: "argument.unknown_field", says: /User has no field/ });
    }
  });

  test("in filters of a pipeline's rows, where any name is a field", async () => {
    const rows = (filter: object) =>
      Users.aggregate((p: ReturnType<typeof untyped>) =>
        p.match({ name: "x" }).stage({ $replaceWith: "$extra" }).match(filter)
      );
    await new User({ name: "x", extra: POLLUTING }).insert();
    assert.equal((await rows({ toString: 1, valueOf: "x" })).length, 1);
    assert.equal((await rows({ constructor: { prototype: { polluted: true } } })).length, 1);
    assert.equal((await rows({ constructor: 1 })).length, 0);
    assert.equal((await rows(parsed('{"__proto__":{"polluted":true}}'))).length, 1);
    assert.equal((await rows(parsed('{"__proto__":{"polluted":false}}'))).length, 0);
  });

  test("in updates", async () => {
    await User.find({ name: "ann" }).set({ notes: POLLUTING, extra: POLLUTING });
    await Users.find({ name: "bob" }).set({ "notes.__proto__": { polluted: true }, "notes.constructor": 1 });
    assertSame((await User.findOne({ name: "ann" }))?.notes, POLLUTING);
    assertSame((await User.findOne({ name: "bob" }))?.notes, parsed('{"__proto__":{"polluted":true},"constructor":1}'));
    for (const json of ['{"__proto__":{"polluted":true}}', '{"constructor":1}']) {
      await refused(() => Users.find({ name: "ann" }).set(parsed(json)), { code: "argument.unknown_field" });
    }
  });

  test("as stored names of fields", async () => {
    class Odd extends Document({
      made: alias(z.string(), "constructor"),
      text: alias(z.string(), "toString"),
      proto: alias(z.string(), "__proto__"),
    }) {}
    await init({ database: at.database, documentModels: [Odd] });
    await Odd.insertMany(["b", "a", "c"].map((made) => new Odd({ made, text: made, proto: made })));
    assert.deepEqual((await Odd.find().sort(Odd.made.asc())).map(({ made }) => made), ["a", "b", "c"]);
    assert.deepEqual((await Odd.find().sort("-text")).map(({ text }) => text), ["c", "b", "a"]);
    assert.deepEqual((await Odd.find().sort("proto")).map(({ proto }) => proto), ["a", "b", "c"]);
    assert.equal(await Odd.find({ made: "a", text: "a", proto: "a" }).count(), 1);
    assert.equal(await Odd.find({ proto: "x" }).count(), 0);
    assert.equal(await Odd.find(Odd.proto.eq("b")).count(), 1);
    await Odd.find({ made: "a" }).set({ made: "d", text: "d", proto: "d" });
    const [part] = await Odd.find({ proto: "d" }).select("made", "proto");
    assert.deepEqual([part?.made, part?.proto], ["d", "d"]);
    assert.equal((await Odd.findOne({ proto: "d" }))?.text, "d");
  });

  test("stored names that the server could not address are refused", async () => {
    for (const name of ["$where", "a.b", "a\0b", ""]) {
      await refused(() => alias(z.string(), name), { code: "schema.field_name", path: name });
    }
    await refused(() => Document({ a: "text" } as never), { code: "schema.shape", says: /not a schema/ });
    await refused(() => Document(z.object({ a: z.string() }) as never), {
      code: "schema.shape",
      says: /Document\(schema\.shape\)/,
    });
  });

  test("names that instances need are refused for fields", async () => {
    for (const name of ["constructor", "toString", "hasOwnProperty", "insert", "toJSON"]) {
      await refused(() => Document({ [name]: z.string() } as never), { code: "schema.reserved_name", path: name });
    }
    await refused(() => Document(parsed('{"__proto__":1}') as never), { code: "schema.reserved_name" });
    for (const name of ["$where", "a.b", "a\0b", ""]) {
      await refused(() => Document({ [name]: z.string() } as never), { code: "schema.field_name", path: name });
    }
  });
});

describe("NUL", () => {
  beforeEach(async () => void await twoUsers());

  test("is refused in keys, at any depth", async () => {
    const value = { deep: [{ "a\0b": 1 }] };
    const expected = { code: "guard.nul_key", model: "User", says: /NUL/ };
    const calls = [
      () => new User({ name: "x", extra: value }).insert(),
      () => new User({ name: "x", notes: { "\0": 1 } }).insert(),
      () => new User({ name: "x", lists: [value] }).save(),
      () => Users.find({ name: "ann" }).set({ extra: value }),
      () => Users.find({ name: "ann" }).set({ "notes.a\0b": 1 }),
      () => Users.find({ "notes.a\0b": 1 }),
      () => User.find(User.extra.eq(value)),
      () => User.find(raw({ "a\0b": 1 })),
      () => Users.aggregate([{ $set: { "a\0b": 1 } }]),
    ];
    for (const call of calls) await refused(call, expected);
    await refused(() => at.database.command({ ping: 1, "a\0b": 1 }), { code: "guard.nul_key" });
    assert.equal(await User.count(), 2);
  });

  test("is text like any other in strings", async () => {
    const made = await new User({ name: "a\0b", extra: { k: "\0" }, tags: ["\0\0"] }).insert();
    const read = await User.findOne({ name: "a\0b" });
    assert.deepEqual([read?.name, read?.extra, read?.tags], ["a\0b", { k: "\0" }, ["\0\0"]]);
    assert.ok(made.id.equals(read?.id));
    assert.equal(await User.find({ name: "a" }).count(), 0);
  });

  test("is refused in patterns, which end at it", async () => {
    const expected = { code: /^(guard|argument|validation)\./, says: /NUL/ };
    await refused(() => User.find(raw({ name: { $regex: new RegExp("a\0b") } })), expected);
    await refused(() => new User({ name: "x", extra: new RegExp("a\0b") }).insert(), expected);
  });
});
