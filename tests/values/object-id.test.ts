import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as bson from "bson";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { isObjectId, ObjectId } from "../../src/values/object-id.ts";

const HEX = "65a1b2c3d4e5f60718293aff";

describe("ObjectId", () => {
  test("keeps its digits through text, bytes, words and JSON", () => {
    const id = new ObjectId(HEX.toUpperCase());
    assert.equal(id.toString(), HEX);
    assert.equal(`${id}`, HEX);
    assert.equal(JSON.stringify({ id }), `{"id":"${HEX}"}`);
    assert.equal(new ObjectId(id.id).toString(), HEX);
    const words = new Int32Array(5);
    id.toWords(words, 1);
    assert.equal(ObjectId.fromWords(words[1]!, words[2]!, words[3]!).toString(), HEX);
    assert.deepEqual([...new Uint8Array(words.buffer, 4, 12)], [...Buffer.from(HEX, "hex")]);
  });

  test("new ids hold the time, differ, and count up within a second", () => {
    const ids = Array.from({ length: 1000 }, () => new ObjectId());
    assert.equal(new Set(ids.map(String)).size, 1000);
    assert.ok(Math.abs(ids[0]!.getTimestamp().getTime() - Date.now()) < 5000);
    assert.equal(new Set(ids.map((id) => String(id).slice(8, 18))).size, 1);
    const counters = ids.map((id) => parseInt(String(id).slice(18), 16));
    counters.slice(1).forEach((counter, i) => assert.equal(counter, (counters[i]! + 1) % 0x1000000));
  });

  test("times beyond 2038 are not negative", () => {
    assert.equal(new ObjectId("ffffffff0000000000000000").getTimestamp().getTime(), 0xffffffff * 1000);
  });

  test("equality looks at bytes, and takes text and ids of other libraries", () => {
    const id = new ObjectId(HEX);
    assert.ok(id.equals(new ObjectId(HEX)));
    assert.ok(id.equals(HEX));
    assert.ok(id.equals(new bson.ObjectId(HEX)));
    assert.ok(!id.equals(new ObjectId("65a1b2c3d4e5f60718293afe")));
    assert.ok(!id.equals(null));
    assert.notDeepEqual(id, new ObjectId("65a1b2c3d4e5f60718293afe"));
    assert.deepEqual(id, new ObjectId(HEX));
  });

  test("the bson package and Haricot take each other's ids", () => {
    const id = new ObjectId(HEX);
    assert.equal(new ObjectId(new bson.ObjectId(HEX)).toString(), HEX);
    assert.equal(new bson.ObjectId(id).toString(), HEX);
    assert.equal(bson.deserialize(bson.serialize({ id })).id.toString(), HEX);
    assert.ok(new bson.ObjectId(HEX).equals(id));
  });

  test("an own _bsontype, as JSON can have, makes no id", () => {
    const forged = JSON.parse(`{"_bsontype":"ObjectId","id":"${HEX}"}`);
    forged.toHexString = () => HEX;
    assert.equal(isObjectId(forged), false);
    assert.throws(() => new ObjectId(forged), InvalidArgument);
  });

  test("refuses what is no id and does not repeat it", () => {
    for (const bad of ["", "xyz", HEX + "0", "g5a1b2c3d4e5f60718293aff", new Uint8Array(11), 5, null, {}, []]) {
      assert.throws(
        () => new ObjectId(bad as string),
        (error: Error) => error instanceof InvalidArgument && !error.message.includes("g5a1"),
      );
      assert.equal(ObjectId.isValid(bad), false);
    }
    assert.equal(ObjectId.isValid(HEX), true);
  });
});
