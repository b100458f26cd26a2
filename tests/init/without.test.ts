import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { CollectionWasNotInitialized } from "../../src/errors/collection-was-not-initialized.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import type { Settings } from "../../src/types/settings.ts";

class Cup extends Document({ size: z.int().min(1), tags: z.array(z.string()).default([]) }) {
  static settings = {
    name: "cups",
    indexes: ["size"],
    useStateManagement: true,
    bsonEncoders: [{ type: URL, encode: String }],
  } satisfies Settings;
}

describe("without init", () => {
  test("a model is constructed, validated, and made JSON", () => {
    const cup = new Cup({ size: 3 });
    assert.deepEqual({ ...cup }, { size: 3, tags: [] });
    assert.equal(cup.toJSON().size, 3);
    assert.equal(cup.isNew, true);
    assert.throws(() => new Cup({ size: 0 }), ValidationError);
  });

  test("a class tells about itself", () => {
    assert.equal(Cup.getCollectionName(), "cups");
    assert.equal(Cup.getModelType(), "Document");
    const { name, keepNulls, cacheCapacity } = Cup.getSettings();
    assert.deepEqual({ name, keepNulls, cacheCapacity }, { name: "cups", keepNulls: true, cacheCapacity: 32 });
    assert.deepEqual(Cup.getBsonEncoders(), Cup.settings.bsonEncoders);
    assert.deepEqual(
      [Cup.useStateManagement(), Cup.stateManagementSavePrevious(), Cup.stateManagementReplaceObjects()],
      [true, false, false],
    );
    class Plain extends Document({ size: z.int() }) {}
    assert.equal(Plain.getCollectionName(), "Plain");
    const [anonymous] = [class extends Document({ size: z.int() }) {}];
    assert.throws(() => anonymous!.getCollectionName(), InvalidArgument);
  });

  test("whatever needs a database says that init is missing", async () => {
    const uses: (() => unknown)[] = [
      () => Cup.find(),
      () => Cup.get(new Cup({ size: 1 }).id),
      () => Cup.count(),
      () => new Cup({ size: 1 }).insert(),
      () => new Cup({ size: 1 }).save(),
      () => Cup.insertMany([new Cup({ size: 1 })]),
      () => Cup.deleteAll(),
      () => Cup.indexes.diff(),
      () => Cup.indexes.create(),
    ];
    for (const use of uses) {
      await assert.rejects(async () => await use(), (error: unknown) => {
        assert.ok(error instanceof CollectionWasNotInitialized, `${use}: ${error}`);
        assert.match(error.message, /Cup is not bound.*documentModels: \[Cup\]/);
        return true;
      });
    }
    assert.throws(() => Cup.getCollection(), CollectionWasNotInitialized);
  });
});
