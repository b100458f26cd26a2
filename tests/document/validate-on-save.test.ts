import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import {
  after,
  Before,
  before as beforeEvent,
  Document,
  init,
  Insert,
  ObjectId,
  objectId,
  Replace,
  Save,
  type Settings,
  ValidateOnSave,
  ValidationError,
} from "../../mod.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("validate_on_save");

class Checked extends Document({
  small: z.int().max(10),
  count: z.coerce.number<number>().default(0),
  related: objectId().optional(),
  name: z.string().trim().default(""),
}) {
  static settings: Settings = { name: "checked", validateOnSave: true, useStateManagement: true };
  static events = { raise: after(ValidateOnSave) };
  raise() {
    this.count++;
  }
}

class Unchecked extends Checked {
  static override settings: Settings = { name: "unchecked", validateOnSave: false };
}

/** Derives a field from another one, before it is stored. */
class Derived extends Document({ name: z.string(), normal: z.string().optional() }) {
  static settings = { name: "derived", validateOnSave: true } satisfies Settings;
  static events = { derive: beforeEvent(Insert, Save, Replace) };
  derive() {
    this.normal = this.name.trim().toLowerCase();
  }
}

before(() => init({ database: server.database, documentModels: [Checked, Unchecked, Derived] }));

describe("with validateOnSave", () => {
  const writes: Record<string, (document: Checked) => Promise<unknown>> = {
    insert: (document) => document.insert(),
    replace: (document) => document.replace(),
    save: (document) => document.save(),
    saveChanges: (document) => document.saveChanges(),
    insertMany: (document) => Checked.insertMany([document]),
    replaceMany: (document) => Checked.replaceMany([document]),
  };
  for (const [name, write] of Object.entries(writes)) {
    test(`${name} validates first, and stores nothing that does not fit`, async () => {
      const isInsert = name.startsWith("insert");
      const made = new Checked({ small: 1 });
      if (!isInsert) await made.insert();
      made.small = 11;
      await assert.rejects(write(made), (error: unknown) => {
        assert.ok(error instanceof ValidationError);
        assert.equal(error.path, "small");
        return true;
      });
      assert.equal((await Checked.get(made.id))?.small, isInsert ? undefined : 1);
    });
  }

  test("values are coerced, ids keep their type", async () => {
    const made = await new Checked({ small: 1 }).insert();
    const related = new ObjectId();
    Object.assign(made, { related: related.toString(), count: "7", name: " x " });
    await made.save();
    assert.ok(made.related instanceof ObjectId);
    assert.deepEqual([made.count, made.name], [8, "x"]);
    const read = (await Checked.get(made.id))!;
    assert.ok(read.related?.equals(related));
    assert.deepEqual([read.count, read.name], [8, "x"]);
  });

  test("updates of single fields are not validated as a whole", async () => {
    const made = await new Checked({ small: 1 }).insert();
    made.small = 11;
    await made.set({ name: "x" });
    assert.equal(made.name, "x");
  });

  test("actions run around the validation, and can be skipped", async () => {
    assert.equal((await new Checked({ small: 1, count: 2 }).insert()).count, 3);
    assert.equal((await new Checked({ small: 1, count: 2 }).insert({ skipActions: ["raise"] })).count, 2);
  });

  test("what actions derive afterwards is stored", async () => {
    const made = await new Derived({ name: "  Hello World  " }).insert();
    const stored = async () => (await Derived.get(made.id))?.normal;
    assert.equal(await stored(), "hello world");
    made.name = " Saved ";
    await made.save();
    assert.equal(await stored(), "saved");
    made.name = " Replaced ";
    await made.replace();
    assert.equal(await stored(), "replaced");
    made.name = " Skipped ";
    await made.save({ skipActions: [Before] });
    assert.equal(await stored(), "replaced");
  });
});

test("without it the actions around the validation run all the same", async () => {
  const made = new Unchecked({ small: 1, count: 2 });
  made.name = " x ";
  await made.insert();
  assert.deepEqual([made.count, made.name], [3, " x "]);
});

test("validateSelf validates and coerces without writing", () => {
  const made = new Unchecked({ small: 1 });
  Object.assign(made, { name: " x ", count: "5" });
  made.validateSelf();
  assert.deepEqual([made.name, made.count], ["x", 5]);
  made.small = 11;
  assert.throws(() => made.validateSelf(), ValidationError);
});
