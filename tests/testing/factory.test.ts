import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import {
  alias,
  binary,
  Decimal128,
  decimal128,
  Document,
  DocumentWithSoftDelete,
  double,
  indexed,
  int64,
  InvalidArgument,
  Model,
  ObjectId,
  objectId,
  type Settings,
  Timestamp,
  timestamp,
  uuid,
} from "../../mod.ts";
import { factory, TestingError } from "../../testing.ts";

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

class Plain extends Document({
  name: z.string(),
  short: z.string().min(1).max(3),
  long: z.string().min(200),
  exact: z.string().length(17),
  sku: z.string().regex(/^[A-Z]{3}-\d{4}$/),
  path: z.string().startsWith("/a/").endsWith(".html").includes("-"),
  upper: z.string().uppercase(),
  lower: z.string().trim().toLowerCase(),
  count: z.int(),
  positive: z.number().positive(),
  small: z.number().min(0.001).max(0.002),
  even: z.number().int().multipleOf(2).gt(10).lt(20),
  cents: z.number().multipleOf(0.01).min(1).max(2),
  negative: z.number().max(-5),
  fixed: z.literal(7),
  flag: z.boolean(),
  when: z.date(),
  soon: z.date().min(new Date("2026-01-01")).max(new Date("2026-01-02")),
  size: z.enum(["S", "M", "L"]),
  nothing: z.null(),
  big: z.bigint().min(10n).max(20n).multipleOf(5n),
}) {}

class Formats extends Document({
  email: z.email(),
  url: z.url(),
  uuid: z.uuid(),
  v7: z.uuidv7(),
  guid: z.guid(),
  nanoid: z.nanoid(),
  cuid: z.cuid(),
  cuid2: z.cuid2(),
  ulid: z.ulid(),
  xid: z.xid(),
  ipv4: z.ipv4(),
  ipv6: z.ipv6(),
  cidrv4: z.cidrv4(),
  base64: z.base64(),
  base64url: z.base64url(),
  e164: z.e164(),
  emoji: z.emoji(),
  hex: z.hex(),
  datetime: z.iso.datetime(),
  date: z.iso.date(),
  time: z.iso.time(),
  duration: z.iso.duration(),
  legacy: z.string().email(),
}) {}

class Kinds extends Document({
  owner: objectId(),
  price: decimal128(),
  bytes: binary(),
  key: uuid(),
  at: timestamp(),
  long: int64(),
  double: double(),
}) {}

class Nested extends Document({
  maker: z.object({ name: z.string(), address: z.object({ city: z.string(), zip: z.string().length(5) }) }),
  tags: z.array(z.string()),
  pairs: z.array(z.tuple([z.string(), z.number()])).min(2).max(2),
  none: z.array(z.string()).max(0),
  prices: z.record(z.string(), z.number().positive()),
  sizes: z.record(z.enum(["S", "M"]), z.int()),
  either: z.union([z.string(), z.int()]),
  shape: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("circle"), radius: z.number().positive() }),
    z.object({ kind: z.literal("square"), side: z.number().positive() }),
  ]),
  both: z.intersection(z.object({ a: z.string() }), z.object({ b: z.int() })),
  iso: z.codec(z.iso.datetime(), z.date(), {
    decode: (text) => new Date(text),
    encode: (date) => date.toISOString(),
  }),
  cleaned: z.preprocess((value) => value, z.string()),
  stored: alias(z.string(), "s"),
}) {}

class Tree extends Document({
  title: z.string(),
  get children() {
    return z.array(Leaf);
  },
  get next() {
    return Leaf.optional();
  },
}) {}
const Leaf = z.object({
  title: z.string(),
  get children() {
    return z.array(Leaf);
  },
});

class Optional extends Document({
  maybe: z.string().optional(),
  perhaps: z.string().nullable(),
  both: z.string().nullish(),
  role: z.string().default("user"),
  tags: z.array(z.string()).default([]),
  createdAt: z.date().default(() => new Date()),
  token: z.string().default(() => crypto.randomUUID()),
}) {}

// One type for all of them: the tests below only look at what all documents have.
const ALL = [Plain, Formats, Kinds, Nested, Tree, Optional] as unknown as readonly (typeof Plain)[];

/** What a document holds, as text that two runs can compare. */
function print(document: object): string {
  return JSON.stringify(document, (_key, value) => typeof value === "bigint" ? `${value}n` : value);
}

describe("documents made from a schema", () => {
  for (const model of ALL) {
    test(`are valid: ${model.name}`, () => {
      for (const seed of SEEDS) factory(model, { seed }).buildMany(3).forEach((document) => document.validateSelf());
    });
  }

  test("hold values of the kinds that instances hold", () => {
    const { owner, price, bytes, key, at, long, double } = factory(Kinds).build();
    assert.ok(owner instanceof ObjectId && price instanceof Decimal128 && at instanceof Timestamp);
    assert.ok(bytes instanceof Uint8Array && typeof long === "bigint" && typeof double === "number");
    assert.match(key, /^[0-9a-f-]{36}$/);
  });

  test("are the same ones for the same seed, ids included, and others for another", () => {
    for (const model of ALL) {
      const made = (seed: number) => factory(model, { seed }).buildMany(5).map(print);
      assert.deepEqual(made(3), made(3));
      assert.notDeepEqual(made(3), made(4));
      assert.equal(new Set(made(3)).size, 5);
    }
  });

  test("are readable: words, and money in cents", () => {
    const { name, positive } = factory(Plain, { seed: 1 }).build();
    assert.match(name, /^[a-z]+( [a-z]+){0,2}$/);
    assert.equal(Number(positive.toFixed(2)), positive);
  });

  test("come to an end where a schema contains itself", () => {
    const depth = (node: { children: readonly unknown[] }): number =>
      1 + Math.max(0, ...node.children.map((child) => depth(child as { children: readonly unknown[] })));
    for (const seed of SEEDS) assert.ok(depth(factory(Tree, { seed }).build()) < 6);
  });

  test("have defaults that are always the same, and made values for those that are not", () => {
    const [one] = factory(Optional, { seed: 2 }).buildMany(1);
    assert.deepEqual([one!.role, one!.tags], ["user", []]);
    const [other] = factory(Optional, { seed: 2 }).buildMany(1);
    assert.deepEqual([one!.createdAt, one!.token], [other!.createdAt, other!.token]);
  });

  test("have some optional fields, none, or all", () => {
    const fields = (optional: "some" | "none" | "all") =>
      factory(Optional, { seed: 5, optional }).buildMany(60).map(({ maybe, perhaps }) => [maybe, perhaps]);
    assert.ok(fields("none").every(([maybe]) => maybe === undefined));
    assert.ok(fields("all").every((values) => values.every((value) => typeof value === "string")));
    const some = fields("some").flat();
    assert.ok(some.includes(undefined) && some.includes(null) && some.some((value) => typeof value === "string"));
  });

  test("can be projections, which are not stored", () => {
    class Short extends Model({ name: z.string().max(5) }) {}
    assert.ok(factory(Short).build().name.length <= 5);
  });

  test("are not marked as deleted", () => {
    class Note extends DocumentWithSoftDelete({ text: z.string() }) {}
    assert.ok(factory(Note, { seed: 1 }).buildMany(20).every((note) => !note.isDeleted()));
    assert.ok(factory(Note).build({ deletedAt: new Date() }).isDeleted());
  });
});

describe("what a test gives", () => {
  test("is taken as it is, an object in part", () => {
    const products = factory(Nested, { seed: 1 });
    const { maker, tags } = products.build({ maker: { address: { city: "Leiden" } }, tags: ["a"] });
    assert.equal(maker.address.city, "Leiden");
    assert.equal(maker.address.zip.length, 5);
    assert.deepEqual(tags, ["a"]);
  });

  test("is undefined for a field that is left out", () => {
    assert.equal("maybe" in factory(Optional, { optional: "all" }).build({ maybe: undefined }), false);
  });

  test("may follow from the position, in all documents or in those of one call", () => {
    const optionals = factory(Optional, { values: (index) => ({ role: `r${index}` }) });
    assert.deepEqual(optionals.buildMany(2).map(({ role }) => role), ["r0", "r1"]);
    assert.deepEqual(optionals.buildMany(2, (index) => ({ role: `x${index}` })).map(({ role }) => role), ["x2", "x3"]);
    const admins = optionals.with({ role: "admin" });
    assert.equal(admins.build().role, "admin");
    assert.equal(optionals.build().role, "r5");
  });

  test("does not change the other fields", () => {
    const { short, ...rest } = factory(Plain, { seed: 9 }).build();
    const given = factory(Plain, { seed: 9 }).build({ big: 15n });
    assert.equal(given.short, short);
    assert.equal(given.name, rest.name);
  });

  test("can be had as the input of a constructor", () => {
    const input = factory(Nested, { seed: 1 }).input({ tags: ["x"] });
    assert.equal(typeof input.iso, "string");
    assert.deepEqual(new Nested(input).tags, ["x"]);
  });

  test("is refused with the names that there are when it is no field", () => {
    assert.throws(
      () => factory(Optional).build({ rol: "admin" } as never),
      (error: unknown) => error instanceof InvalidArgument && /no field "rol".*role/.test(error.message),
    );
  });

  test("is refused when it does not fit", () => {
    assert.throws(() => factory(Plain).build({ short: "too long" }), { code: "testing.not_generated", path: "short" });
  });
});

describe("unique indexes", () => {
  class Account extends Document({
    email: indexed(z.email(), { unique: true }),
    code: indexed(z.string().max(1), { unique: true, sparse: true }).optional(),
    level: z.enum(["a", "b", "c"]),
    team: z.enum(["x", "y"]),
    keys: z.array(z.object({ id: indexed(z.int().min(1).max(60), { unique: true }) })).default([]),
  }) {
    static settings = { indexes: [{ keys: ["level", "team"], unique: true }] } satisfies Settings;
  }

  test("are respected, compound and in lists", () => {
    const accounts = factory(Account, { seed: 1, optional: "none" }).buildMany(6, { keys: undefined });
    assert.equal(new Set(accounts.map(({ level, team }) => `${level}${team}`)).size, 6);
    const keys = factory(Account, { seed: 2 }).buildMany(6, (index) => ({ keys: [{ id: index + 1 }] }));
    assert.equal(keys.length, 6);
  });

  test("say so when no value is left", () => {
    const accounts = factory(Account, { seed: 1, optional: "none" });
    assert.throws(() => accounts.buildMany(7), (error: unknown) => {
      assert.ok(error instanceof TestingError);
      assert.equal(error.path, "level");
      assert.match(error.message, /Account\.level, which has a unique index/);
      return true;
    });
  });

  test("leave to the server what the test gives itself", () => {
    const emails = factory(Account, { seed: 1, optional: "none" }).buildMany(2, { email: "a@example.com" });
    assert.equal(emails[0]!.email, emails[1]!.email);
  });
});

describe("what can not be made", () => {
  const cases: [string, z.ZodType, RegExp][] = [
    [
      "a refinement that nothing passes",
      z.string().refine((text) => text === "open sesame", "wrong"),
      /refuses.*wrong/,
    ],
    ["a custom schema", z.custom<string>((value) => value === 1), /z\.custom/],
    ["a transform alone", z.transform((value) => value), /z\.transform/],
    ["a lookahead", z.string().regex(/^(?=.*\d)[a-z\d]+$/), /./],
    ["bounds that contradict each other", z.number().min(5).max(4), /./],
  ];
  for (const [name, schema, why] of cases) {
    test(`names model and path, and says to give it: ${name}`, () => {
      class Vault extends Document({ inner: z.object({ secret: schema }) }) {}
      assert.throws(() => factory(Vault, { seed: 1 }).build(), (error: unknown) => {
        assert.ok(error instanceof TestingError);
        assert.equal(error.code, "testing.not_generated");
        assert.equal(error.model, "Vault");
        assert.equal(error.path, "inner.secret");
        assert.match(error.message, /Vault\.inner\.secret/);
        assert.match(error.message, /build\(\{ inner: /);
        assert.match(error.message, why);
        return true;
      });
    });
  }

  test("is made when the test gives it", () => {
    class Vault extends Document({ secret: z.string().refine((text) => text === "open sesame") }) {}
    assert.equal(factory(Vault, { values: { secret: "open sesame" } }).build().secret, "open sesame");
  });

  test("is found by trying where checks in code are not too strict", () => {
    class Even extends Document({ n: z.int().min(0).refine((n) => n % 2 === 0) }) {}
    assert.ok(factory(Even, { seed: 1 }).buildMany(20).every(({ n }) => n % 2 === 0));
  });
});

describe("what is no factory", () => {
  test("wrong options and numbers are refused", () => {
    const refused = (make: () => unknown, message: RegExp) =>
      assert.throws(make, (error: unknown) => error instanceof InvalidArgument && message.test(error.message));
    refused(() => factory(Plain, { price: 3 } as never), /"price" is no option.*values/);
    refused(() => factory(Plain, { seed: 0.5 }), /seed/);
    refused(() => factory(Plain, { optional: "maybe" as never }), /"some", "none" or "all"/);
    refused(() => factory(Date as never), /Document/);
    refused(() => factory(Plain).buildMany(-1), /whole number/);
    refused(() => factory(Plain).build(3 as never), /object of fields/);
  });
});
