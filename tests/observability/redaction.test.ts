import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { shapeOf } from "../../src/observability/shape.ts";
import { ObjectId } from "../../mod.ts";

const shape = (body: Record<string, unknown>): string => shapeOf(Object.keys(body)[0]!, { body }, false);
const withValues = (body: Record<string, unknown>): string => shapeOf(Object.keys(body)[0]!, { body }, true);

describe("the shape of a command", () => {
  test("names, operators and settings stay, values do not", () => {
    assert.equal(
      shape({
        find: "products",
        filter: { price: { $lt: 5 }, tags: { $in: ["a", "b"] } },
        sort: { price: -1 },
        limit: 10,
      }),
      "{ filter: { price: { $lt: ? }, tags: { $in: [?] } }, sort: { price: -1 }, limit: 10 }",
    );
    assert.equal(shape({ find: "products" }), "{}");
    assert.equal(shape({ distinct: "products", key: "tags", query: { a: 1 } }), "{ key: tags, query: { a: ? } }");
  });

  test("logical operators keep their parts, $elemMatch and $not what they hold", () => {
    assert.equal(
      shape({ count: "c", query: { $or: [{ a: 1 }, { b: { $not: { $gt: 2 } } }], list: { $elemMatch: { x: 1 } } } }),
      "{ query: { $or: [{ a: ? }, { b: { $not: { $gt: ? } } }], list: { $elemMatch: { x: ? } } } }",
    );
  });

  test("a document to be equal to, a replacement and a value of an update are values as a whole", () => {
    assert.equal(shape({ find: "c", filter: { address: { street: "secret street" } } }), "{ filter: { address: ? } }");
    assert.equal(
      shape({ update: "c", updates: [{ q: { _id: 1 }, u: { name: "secret" } }] }),
      "{ updates: [{ q: { _id: ? }, u: ? }] }",
    );
    assert.equal(
      shape({ update: "c", updates: [{ q: {}, u: { $set: { a: { token: "x" } }, $inc: { n: 1 } }, multi: true }] }),
      "{ updates: [{ q: {}, u: { $set: { a: ? }, $inc: { n: ? } }, multi: true }] }",
    );
  });

  test("of many statements the first is shown, documents are counted", () => {
    assert.equal(
      shape({ delete: "c", deletes: [{ q: { a: 1 }, limit: 1 }, { q: { b: 1 }, limit: 1 }] }),
      "{ deletes: [{ q: { a: ? }, limit: 1 }, … 1 more] }",
    );
    assert.equal(shape({ insert: "c", documents: [{ a: "secret" }, {}] }), "{ documents: [? × 2] }");
  });

  test("stages of a pipeline are shown with their names, without texts", () => {
    const pipeline = [
      { $match: { kind: "secret" } },
      { $group: { _id: "$kind", total: { $sum: "$amount" } } },
      { $sort: { total: -1 } },
      { $limit: 3 },
    ];
    assert.equal(
      shape({ aggregate: "c", pipeline, cursor: {} }),
      "{ pipeline: [{ $match: { kind: ? } }, { $group: { _id: ?, total: { $sum: ? } } }, { $sort: { total: -1 } }, { $limit: 3 }] }",
    );
  });

  test("no text of any command comes through, wherever it stands", () => {
    const secret = "s3cr3t";
    const commands = [
      {
        find: "c",
        filter: { a: secret, b: { $eq: secret }, c: [secret], $expr: { $eq: ["$a", secret] } },
        comment: secret,
      },
      { find: "c", filter: { a: /s3cr3t/, $text: { $search: secret } }, hint: secret, let: { x: secret } },
      { aggregate: "c", pipeline: [{ $project: { x: { $concat: ["$a", secret] } } }, { $out: secret }] },
      { findAndModify: "c", query: { a: secret }, update: [{ $set: { a: secret } }], arrayFilters: [{ x: secret }] },
      { createUser: "someone", pwd: secret, roles: [] },
      { insert: "c", documents: [{ a: secret }] },
      { anything: 1, nested: { deep: [secret] }, text: secret, number: 42 },
      { find: "c", filter: { [`tokens.${secret} of somebody`]: 1 } },
      { update: "c", updates: [{ q: { $and: [{ a: { $all: [{ $elemMatch: { t: secret } }] } }] }, u: secret }] },
      { saslStart: 1, payload: secret },
    ];
    for (const command of commands) assert.ok(!shape(command).includes(secret), shape(command));
  });

  test("values are shown to those who ask, cut where they are long; credentials never", () => {
    const id = new ObjectId("64b7f0a2c1d2e3f4a5b6c7d8");
    assert.equal(
      withValues({ find: "c", filter: { _id: id, a: "x".repeat(200), d: new Date(0), n: null, b: new Uint8Array(3) } }),
      `{ filter: { _id: ObjectId(${id}), a: "${
        "x".repeat(100)
      }…", d: 1970-01-01T00:00:00.000Z, n: null, b: <an instance of Uint8Array> } }`,
    );
    assert.equal(withValues({ createUser: "someone", pwd: "s3cr3t" }), "{ ? }");
  });

  test("a huge command is cut", () => {
    const filter = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`field${i}`, i]));
    assert.ok(shape({ find: "c", filter }).length <= 2001);
  });
});
