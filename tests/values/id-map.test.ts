import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { IdMap } from "../../src/values/id-map.ts";
import { ObjectId } from "../../src/values/object-id.ts";

/** Few different words, so that ids often share some of them. */
const word = fc.constantFrom(0, 1, -1, 256, -2147483648, 2147483647);
const words = fc.tuple(word, word, word);

test("ObjectIds are one key when their bytes are the same, and no other key is", () => {
  fc.assert(
    fc.property(fc.array(words, { maxLength: 200 }), words, (all, other) => {
      const map = new IdMap<number>();
      const expected = new Map<string, number>();
      for (const [index, id] of all.entries()) {
        map.set(ObjectId.fromWords(...id), index);
        expected.set(id.join(), index);
      }
      for (const id of [...all, other]) {
        assert.equal(map.get(ObjectId.fromWords(...id)), expected.get(id.join()));
        assert.equal(map.has(ObjectId.fromWords(...id)), expected.has(id.join()));
      }
      assert.equal(map.size, expected.size);
      assert.deepEqual(map.values(), [...expected.values()]);
    }),
  );
});

test("many ids of one process, in order and out of it", () => {
  const ids = Array.from({ length: 20_000 }, () => new ObjectId());
  const map = new IdMap(ids.map((id, index) => [id, index] as const));
  assert.equal(map.size, ids.length);
  for (let at = ids.length - 1; at >= 0; at--) assert.equal(map.get(new ObjectId(String(ids[at]))), at);
});

test("ids of other types keep apart: text, numbers, objects, ObjectIds of other libraries", () => {
  const hex = "65a1b2c3d4e5f60718293a4b";
  const like = Object.create({ _bsontype: "ObjectId", toHexString: () => hex });
  const map = new IdMap<string>([["1", "text"], [1, "number"], [{ a: 1 }, "object"], [like, "like"], [hex, "hex"]]);
  assert.equal(map.get("1"), "text");
  assert.equal(map.get(1), "number");
  assert.equal(map.get({ a: 1 }), "object");
  assert.equal(map.get(new ObjectId(hex)), "like");
  assert.equal(map.get(hex), "hex");
  assert.equal(map.get(2n), undefined);
});
