import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { openCursor } from "../../src/client/cursor.ts";
import { storedRows } from "../../studio/api/rows.ts";
import { fromNode, valueNode } from "../../studio/values/from-node.ts";
import type { ValueNode } from "../../studio/values/node.ts";
import { toNode } from "../../studio/values/to-node.ts";
import { Decimal128, Double, ObjectId } from "../../mod.ts";
import { insert } from "../support/insert.ts";
import { OF_EVERY_TYPE } from "./models.ts";
import { nodeAt, testStudio } from "./support.ts";

const studio = testStudio("types");
const id = new ObjectId();
const idNode: ValueNode = { t: "objectId", v: id.toString() };

beforeEach(async () => {
  await studio.server.database.command({ delete: "everything", deletes: [{ q: {}, limit: 0 }] });
});

async function stored(): Promise<Record<string, unknown>> {
  const command = { find: "everything", filter: { _id: id } };
  return (await openCursor({ database: studio.server.database, command }, storedRows).toArray())[0]!;
}

describe("values on their way to the page and back", () => {
  for (const [name, value] of Object.entries(OF_EVERY_TYPE)) {
    test(`${name} comes back as it was`, () => {
      const node = JSON.parse(JSON.stringify(toNode(value)));
      const back = fromNode(valueNode.parse(node), "field");
      assert.deepEqual(toNode(back), node);
      if (!(value instanceof RegExp)) assert.deepEqual(back, value);
    });
  }

  const WRONG: readonly ValueNode[] = [
    { t: "int", v: "2147483648" },
    { t: "int", v: "1.5" },
    { t: "long", v: "9223372036854775808" },
    { t: "long", v: "1e3" },
    { t: "double", v: "1,5" },
    { t: "double", v: "1e999" },
    { t: "double", v: "" },
    { t: "decimal128", v: "12345678901234567890123456789012345" },
    { t: "date", v: "yesterday" },
    { t: "date", v: "2026-02-30T00:00:00Z" },
    { t: "objectId", v: "123" },
    { t: "uuid", v: "123" },
    { t: "binary", v: "no base64", subtype: 0 },
    { t: "string", v: "the beginning", cut: 1000 },
  ];
  for (const node of WRONG) {
    test(`${JSON.stringify(node)} is refused and nothing is rounded`, () => {
      assert.throws(() => fromNode(node, "field"), { name: "Error", kind: "value" });
    });
  }
});

describe("editing one field", () => {
  test("leaves every other value as it was, to its BSON type", async () => {
    await insert(studio.server.database, "everything", [{
      _id: id,
      text: "a",
      other: OF_EVERY_TYPE,
      unknown: new Double(3),
    }]);
    const before = await stored();
    const change = { path: ["text"], was: { t: "string", v: "a" }, value: { t: "string", v: "b" } };
    await studio.get("update", { model: "Everything", id: idNode, changes: [change] });
    assert.deepEqual(await stored(), { ...before, text: "b" });
  });

  const EDITS: Readonly<Record<string, readonly [unknown, unknown]>> = {
    whole: [1, 2],
    number: [new Double(1), new Double(2)],
    real: [new Double(1.5), new Double(7)],
    long: [9007199254740993n, 9007199254740995n],
    decimal: [new Decimal128("0.10"), new Decimal128("12345678901234567890.12345678901234")],
    flag: [true, false],
    when: [new Date(0), new Date(1)],
    ref: [new ObjectId(), new ObjectId()],
    bytes: [new Uint8Array([1]), new Uint8Array([2, 255])],
    text: ["a", "<img src=x onerror=alert(1)>"],
  };
  for (const [field, [from, to]] of Object.entries(EDITS)) {
    test(`${field} is stored exactly as it was typed`, async () => {
      await insert(studio.server.database, "everything", [{ _id: id, [field]: from }]);
      const change = { path: [field], was: toNode(from), value: toNode(to) };
      const answer = await studio.get("update", { model: "Everything", id: idNode, changes: [change] });
      assert.deepEqual((await stored())[field], to);
      assert.deepEqual(nodeAt(answer.document, field), toNode(to));
    });
  }

  for (const name of Object.keys(OF_EVERY_TYPE)) {
    test(`a field of any kind takes the type ${name} and keeps it`, async () => {
      await insert(studio.server.database, "everything", [{ _id: id, other: "before" }]);
      const change = { path: ["other"], was: toNode("before"), value: toNode(OF_EVERY_TYPE[name]) };
      await studio.get("update", { model: "Everything", id: idNode, changes: [change] });
      assert.deepEqual(toNode((await stored()).other), toNode(OF_EVERY_TYPE[name]));
    });
  }

  test("a value of a type that the field does not have is refused, with the field", async () => {
    await insert(studio.server.database, "everything", [{ _id: id, long: 1n }]);
    const change = { path: ["long"], was: toNode(1n), value: { t: "double", v: "1.5" } };
    const { status, body } = await studio.ask("update", { model: "Everything", id: idNode, changes: [change] });
    assert.equal(status, 422);
    assert.equal(body.error.issues[0].path, "long");
    assert.deepEqual((await stored()).long, 1n);
  });
});
