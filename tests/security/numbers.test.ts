import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { attacked, twoUsers, untyped, User } from "./models.ts";
import { refused } from "./refused.ts";

const at = attacked("numbers");
const Users = untyped(User);

const WRONG: unknown[] = [
  NaN,
  Infinity,
  -Infinity,
  -1,
  -(2 ** 31),
  1.5,
  1e-9,
  2 ** 53,
  1e300,
  "5",
  "",
  " 1",
  null,
  true,
  5n,
  [5],
  {},
  { $gt: 0 },
  new Date(5),
  () => 5,
  Symbol("5"),
  Object.create(null),
];

function shown(value: unknown): string {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === null
    ? "an object without prototype"
    : typeof value === "string" || Array.isArray(value)
    ? JSON.stringify(value)
    : String(value);
}

describe("counts and times are whole numbers from 0", () => {
  beforeEach(async () => void await twoUsers());

  for (const value of WRONG) {
    test(`${shown(value)} is refused`, async () => {
      const calls: [string, () => unknown][] = [
        ["limit", () => Users.find().limit(value)],
        ["skip", () => Users.find().skip(value)],
        ["limit", () => Users.aggregate((p: ReturnType<typeof untyped>) => p.limit(value))],
        ["skip", () => Users.aggregate((p: ReturnType<typeof untyped>) => p.skip(value))],
        ...["batchSize", "maxTimeMS", "timeoutMS"].map((option): [string, () => unknown] => [
          option,
          () => Users.find().options({ [option]: value }),
        ]),
        ["maxTimeMS", () => Users.find({ name: "ann" }).set({ age: 9 }).options({ maxTimeMS: value })],
        ["timeoutMS", () => Users.find({ name: "ann" }).delete().options({ timeoutMS: value })],
        ["batchSize", () => Users.aggregate([{ $limit: 1 }]).options({ batchSize: value })],
      ];
      for (const [path, call] of calls) {
        await refused(call, {
          code: /^argument\./,
          path,
          says: new RegExp(`${path} is a whole number from 0, not `),
        });
      }
      assert.equal(await User.find({ age: 1 }).count(), 2);
    });

    test(`${shown(value)} in a command of one's own comes to an error, and to no other number`, async () => {
      for (const option of ["limit", "skip", "batchSize", "maxTimeMS"]) {
        const isFine = isServerNumber(option, value);
        const call = () => at.database.command({ find: "users", [option]: value });
        if (!isFine) await refused(call, { code: /^(argument|server)\./ });
      }
    });
  }

  test("what is allowed", async () => {
    assert.equal((await User.find().limit(0)).length, 2, "0 is no limit");
    assert.equal((await User.find().limit(1)).length, 1);
    assert.equal((await User.find().skip(1)).length, 1);
    assert.equal((await User.find().skip(Number.MAX_SAFE_INTEGER)).length, 0);
    assert.equal((await User.find().limit(Number.MAX_SAFE_INTEGER)).length, 2);
    assert.equal((await User.find().options({ batchSize: 1, maxTimeMS: 5000, timeoutMS: 5000 })).length, 2);
  });

  test("amounts of inc are finite numbers", async () => {
    for (const value of [NaN, Infinity, "5", null, {}, { $gt: 1 }, true, [1], 1.5]) {
      await refused(() => Users.find({ name: "ann" }).inc({ age: value }), { code: /^(argument|validation)\./ });
    }
    for (const field of ["name", "tags", "address"]) {
      await refused(() => Users.find({ name: "ann" }).inc({ [field]: 1 }), { code: /^(argument|validation)\./ });
    }
  });
});

/** What the server itself takes where a command of one's own is sent as it is. */
function isServerNumber(option: string, value: unknown): boolean {
  return typeof value === "bigint" ||
    (option !== "maxTimeMS" && (value === null || (typeof value === "number" && !(value < 0))));
}
