import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { Document, MergeConflictError } from "../../mod.ts";
import { type ActionConflictResolution, mergeActionChanges } from "../../src/events/conflict-resolution.ts";
import { Inc, Set } from "../../operators.ts";
import { UpdatePlan } from "../../src/query/update-plan.ts";
import { modelOf } from "../../src/schema/model.ts";

type Update = Parameters<typeof mergeActionChanges>[1];

function merge(
  update: Update,
  set: Record<string, unknown>,
  resolution: ActionConflictResolution = "UPDATE_WINS",
  unset: Record<string, true> = {},
): Update {
  return mergeActionChanges("Item", update, { set, unset }, resolution);
}

function conflict(fields: string[]): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof MergeConflictError, String(error));
    assert.deepEqual(error.conflictingFields, fields);
    assert.equal(error.code, "document.merge_conflict");
    for (const field of fields) assert.ok(error.message.includes(field));
    return true;
  };
}

describe("the changes of one update", () => {
  class Item extends Document({ name: z.string(), age: z.int(), hits: z.int(), old: z.string().optional() }) {}
  const compiled = (...changes: unknown[]) => new UpdatePlan(modelOf(Item)).update(changes).compile();

  test("of one operator", () => {
    assert.deepEqual(compiled({ $set: { name: "Ada" } }), { $set: { name: "Ada" } });
    assert.deepEqual(compiled(Set({ name: "Ada" })), { $set: { name: "Ada" } });
  });
  test("of the same operator merge, in whatever form they are", () => {
    assert.deepEqual(compiled(Set({ name: "Ada" }), Set({ age: 30 })), { $set: { name: "Ada", age: 30 } });
    assert.deepEqual(compiled({ $set: { name: "Ada" } }, Set({ age: 30 })), { $set: { name: "Ada", age: 30 } });
  });
  test("of several operators stand side by side", () => {
    assert.deepEqual(compiled(Set({ name: "Ada" }), Inc({ hits: 1 })), { $set: { name: "Ada" }, $inc: { hits: 1 } });
    assert.deepEqual(compiled(Set({ name: "Ada" }), { $unset: { old: true } }), {
      $set: { name: "Ada" },
      $unset: { old: true },
    });
  });
  test("of one field: the last one counts", () => {
    assert.deepEqual(compiled(Set({ name: "Ada" }), Set({ name: "Bob" })), { $set: { name: "Bob" } });
  });
});

describe("without changes of actions an update is as it was", () => {
  for (const resolution of ["UPDATE_WINS", "ACTION_WINS", "ACTION_OVERRIDE", "RAISE"] as const) {
    test(resolution, () => {
      assert.deepEqual(merge({ $set: { name: "Ada" } }, {}, resolution), { $set: { name: "Ada" } });
      assert.deepEqual(merge([{ $set: { name: "Ada" } }], {}, resolution), [{ $set: { name: "Ada" } }]);
    });
  }
});

describe("UPDATE_WINS", () => {
  test("adds what the update does not name", () => {
    assert.deepEqual(merge({ $set: { name: "Ada" } }, { tag: "x" }), { $set: { name: "Ada", tag: "x" } });
    assert.deepEqual(merge({ $inc: { hits: 1 } }, { tag: "x" }), { $inc: { hits: 1 }, $set: { tag: "x" } });
  });
  test("leaves to the update what it sets", () => {
    const merged = merge({ $set: { name: "Ada", tag: "mine" } }, { tag: "action", extra: 1 });
    assert.deepEqual(merged, { $set: { name: "Ada", tag: "mine", extra: 1 } });
  });
  test("leaves to the update what it changes in any other way", () => {
    assert.deepEqual(merge({ $inc: { hits: 1 } }, { hits: 42, tag: "x" }), { $inc: { hits: 1 }, $set: { tag: "x" } });
    assert.deepEqual(merge({ $unset: { old: "" } }, { old: "y" }), { $unset: { old: "" } });
  });
  test("keeps all operators of the update", () => {
    const update = { $set: { name: "Ada" }, $inc: { hits: 1 }, $unset: { old: "" } };
    assert.deepEqual(merge(update, { tag: "x" }), { ...update, $set: { name: "Ada", tag: "x" } });
  });
  test("compares dotted paths, of which one may lie inside of the other", () => {
    const merged = merge({ $set: { "size.width": 1 } }, { "size.width": 2, "size.height": 3, other: 4 });
    assert.deepEqual(merged, { $set: { "size.width": 1, "size.height": 3, other: 4 } });
    assert.deepEqual(merge({ $set: { "size.width": 1 } }, { size: { width: 2 } }), { $set: { "size.width": 1 } });
    assert.deepEqual(merge({ $set: { size: { width: 1 } } }, { "size.width": 2 }), { $set: { size: { width: 1 } } });
    assert.deepEqual(merge({ $set: { sizes: 1 } }, { size: 2 }), { $set: { sizes: 1, size: 2 } });
  });
  test("adds to an update that says nothing", () => {
    assert.deepEqual(merge({}, { tag: "x" }), { $set: { tag: "x" } });
  });
  test("adds what actions removed", () => {
    assert.deepEqual(merge({ $set: { name: "Ada" } }, {}, "UPDATE_WINS", { old: true }), {
      $set: { name: "Ada" },
      $unset: { old: true },
    });
    assert.deepEqual(merge({ $set: { old: "x" } }, {}, "UPDATE_WINS", { old: true }), { $set: { old: "x" } });
  });
  test("does not change the update that it was given", () => {
    const update = { $set: { name: "Ada" } };
    merge(update, { tag: "x" });
    assert.deepEqual(update, { $set: { name: "Ada" } });
  });
});

describe("ACTION_WINS", () => {
  test("adds what the update does not name", () => {
    const merged = merge({ $set: { name: "Ada" } }, { tag: "x" }, "ACTION_WINS");
    assert.deepEqual(merged, { $set: { name: "Ada", tag: "x" } });
  });
  test("takes over what the update sets", () => {
    const merged = merge({ $set: { name: "Ada", tag: "mine" } }, { tag: "action" }, "ACTION_WINS");
    assert.deepEqual(merged, { $set: { name: "Ada", tag: "action" } });
  });
  test("takes a field out of the other operators, and leaves no empty one", () => {
    const merged = merge({ $inc: { hits: 1 }, $set: { name: "Ada" } }, { hits: 42 }, "ACTION_WINS");
    assert.deepEqual(merged, { $set: { name: "Ada", hits: 42 } });
    const removed = merge({ $set: { old: "x" } }, {}, "ACTION_WINS", { old: true });
    assert.deepEqual(removed, { $unset: { old: true } });
  });
  test("takes what lies inside of its field out as well", () => {
    const merged = merge({ $set: { "size.width": 1, name: "Ada" } }, { size: { width: 2 } }, "ACTION_WINS");
    assert.deepEqual(merged, { $set: { name: "Ada", size: { width: 2 } } });
  });
});

describe("ACTION_OVERRIDE", () => {
  test("stores the changes of the action alone", () => {
    const update = { $set: { name: "Ada" }, $inc: { hits: 1 } };
    assert.deepEqual(merge(update, { tag: "x" }, "ACTION_OVERRIDE"), { $set: { tag: "x" } });
    assert.deepEqual(merge(update, {}, "ACTION_OVERRIDE", { old: true }), { $unset: { old: true } });
    assert.deepEqual(merge([{ $set: { name: "Ada" } }], { tag: "x" }, "ACTION_OVERRIDE"), { $set: { tag: "x" } });
  });
});

describe("RAISE", () => {
  test("adds what the update does not name", () => {
    assert.deepEqual(merge({ $set: { name: "Ada" } }, { tag: "x" }, "RAISE"), { $set: { name: "Ada", tag: "x" } });
  });
  test("names the fields that both change", () => {
    assert.throws(() => merge({ $set: { name: "Ada" } }, { name: "Bob" }, "RAISE"), conflict(["name"]));
    assert.throws(() => merge({ $inc: { hits: 1 } }, { hits: 42 }, "RAISE"), conflict(["hits"]));
    const update = { $set: { name: "Ada", "size.width": 1 } };
    assert.throws(() => merge(update, { size: {}, name: "x", tag: 1 }, "RAISE"), conflict(["name", "size"]));
  });
});

describe("a pipeline", () => {
  const update = [{ $set: { name: "$other" } }, { $unset: ["old"] }];
  const literally = (fields: Record<string, unknown>) => ({
    $set: Object.fromEntries(Object.entries(fields).map(([path, value]) => [path, { $literal: value }])),
  });

  test("that wins runs behind what actions changed elsewhere", () => {
    assert.deepEqual(merge(update, { name: "x", tag: "$y" }), [literally({ tag: "$y" }), ...update]);
    assert.deepEqual(merge(update, { old: "x" }), update);
    assert.deepEqual(merge(update, {}, "UPDATE_WINS", { tag: true }), [{ $unset: ["tag"] }, ...update]);
  });
  test("that loses runs before", () => {
    assert.deepEqual(merge(update, { name: "x" }, "ACTION_WINS"), [...update, literally({ name: "x" })]);
  });
  test("that makes the document anew names all fields", () => {
    const anew = [{ $replaceWith: "$other" }];
    assert.deepEqual(merge(anew, { tag: "x" }), anew);
    assert.throws(() => merge(anew, { tag: "x" }, "RAISE"), conflict(["tag"]));
  });
});
