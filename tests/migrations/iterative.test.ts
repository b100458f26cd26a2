import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { MigrationError } from "../../src/errors/migration-error.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import { iterative } from "../../src/migration/declarations.ts";
import { iterativeMigration } from "../../src/migration/decorators.ts";
import { alias } from "../../src/schema/metadata.ts";
import type { Output } from "../../src/types/migrations.ts";
import { testDatabase } from "../support/database.ts";
import { logOf, runOne, startWith, stored } from "./support.ts";

const server = testDatabase("iterative");
const settings = { name: "notes" };

class Note extends Document({ title: z.string(), tag: z.object({ name: z.string(), color: z.string() }) }) {
  static settings = settings;
}

const notes = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ _id: n, title: `title ${n}`, tag: { name: `tag ${n}`, color: "red" } }));

class NumberedNote extends Document({
  id: z.number(),
  title: z.string(),
  tag: z.object({ name: z.string(), color: z.string() }),
}) {
  static settings = settings;
}

describe("an iterative migration", () => {
  test("renames a field, there and back", async () => {
    class Old extends Document({ name: z.string(), tag: z.object({ name: z.string(), color: z.string() }) }) {
      static settings = settings;
    }
    const migration = {
      forward: [iterative({ from: Old, to: Note }, (input, output) => {
        output.title = input.name;
      })],
      backward: [iterative({ from: Note, to: Old }, (input, output) => {
        output.name = input.title;
      })],
    };
    const before = notes(10).map(({ title, tag }) => ({ name: title, tag }));
    await startWith(server.database, "notes", before);
    const { steps, current } = await runOne(server.database, migration);
    assert.deepEqual(steps, [{ name: "20261123090000_one", documents: 10 }]);
    assert.equal(current, "20261123090000_one");
    assert.deepEqual(await stored(server.database, "notes"), before.map(({ name, tag }) => ({ title: name, tag })));
    assert.equal((await runOne(server.database, migration, { direction: "backward" })).current, null);
    assert.deepEqual(await stored(server.database, "notes"), before);
  });

  test("renames a field of an embedded object, there and back", async () => {
    class Old extends Document({ title: z.string(), tag: z.object({ title: z.string(), color: z.string() }) }) {
      static settings = settings;
    }
    const migration = {
      forward: [iterative({ from: Old, to: Note }, (input, output) => {
        output.tag.name = input.tag.title;
      })],
      backward: [iterative({ from: Note, to: Old }, (input, output) => {
        output.tag.title = input.tag.name;
      })],
    };
    const before = notes(10).map(({ title, tag }) => ({ title, tag: { title: tag.name, color: tag.color } }));
    await startWith(server.database, "notes", before);
    await runOne(server.database, migration);
    assert.deepEqual(
      await stored(server.database, "notes"),
      notes(10).map(({ _id, ...rest }) => rest).map(({ title, tag }) => ({
        title,
        tag: { color: tag.color, name: tag.name },
      })),
    );
    await runOne(server.database, migration, { direction: "backward" });
    assert.deepEqual(await stored(server.database, "notes"), before);
  });

  test("changes a value, there and back", async () => {
    const migration = {
      forward: [iterative({ from: NumberedNote, to: NumberedNote }, (input, output) => {
        if (input.id % 2 === 0) output.title = input.title.toUpperCase();
      })],
      backward: [iterative({ from: NumberedNote, to: NumberedNote }, (input, output) => {
        output.title = input.title.toLowerCase();
      })],
    };
    await startWith(server.database, "notes", notes(4));
    await runOne(server.database, migration);
    const titles = async () => (await stored(server.database, "notes")).map(({ title }) => title);
    assert.deepEqual(await titles(), ["TITLE 0", "title 1", "TITLE 2", "title 3"]);
    await runOne(server.database, migration, { direction: "backward" });
    assert.deepEqual(await titles(), ["title 0", "title 1", "title 2", "title 3"]);
  });

  test("changes a value inside of an embedded object and leaves the rest of it, there and back", async () => {
    const migration = {
      forward: [iterative({ from: NumberedNote, to: NumberedNote }, (_, output) => {
        output.tag.color = "blue";
      })],
      backward: [iterative({ from: NumberedNote, to: NumberedNote }, (_, output) => {
        output.tag.color = "red";
      })],
    };
    await startWith(server.database, "notes", notes(3));
    await runOne(server.database, migration);
    const tags = async () => (await stored(server.database, "notes")).map(({ tag }) => tag);
    assert.deepEqual(await tags(), [0, 1, 2].map((n) => ({ name: `tag ${n}`, color: "blue" })));
    await runOne(server.database, migration, { direction: "backward" });
    assert.deepEqual(await tags(), notes(3).map(({ tag }) => tag));
  });

  test("packs flat fields into an object and unpacks them, with classes and decorators", async () => {
    class Flat extends Document({ title: z.string(), tagName: z.string(), tagColor: z.string() }) {
      static settings = settings;
    }
    class Forward {
      @iterativeMigration({ input: Flat, output: Note })
      pack(input: Flat, output: Output<typeof Note>): void {
        output.tag.name = input.tagName;
        output.tag.color = input.tagColor;
      }
    }
    class Backward {
      @iterativeMigration({ input: Note, output: Flat, batchSize: 2 })
      unpack(input: Note, output: Output<typeof Flat>): void {
        output.tagName = input.tag.name;
        output.tagColor = input.tag.color;
      }
    }
    const before = notes(5).map(({ title, tag }) => ({ title, tagName: tag.name, tagColor: tag.color }));
    await startWith(server.database, "notes", before);
    await runOne(server.database, { Forward, Backward });
    assert.deepEqual(await stored(server.database, "notes"), notes(5).map(({ title, tag }) => ({ title, tag })));
    await runOne(server.database, { Forward, Backward }, { direction: "backward" });
    assert.deepEqual(await stored(server.database, "notes"), before);
  });

  test("reads and writes names as each of its models stores them", async () => {
    class Old extends Document({ title: alias(z.string(), "t") }) {
      static settings = settings;
    }
    class New extends Document({ title: z.string(), words: z.number().default(0) }) {
      static settings = settings;
    }
    await startWith(server.database, "notes", [{ t: "two words" }]);
    await runOne(server.database, {
      forward: [iterative({ from: Old, to: New }, (input, output) => {
        output.words = input.title.split(" ").length;
      })],
    });
    assert.deepEqual(await stored(server.database, "notes"), [{ title: "two words", words: 2 }]);
  });

  test("merges objects that are assigned, and leaves out what is assigned undefined", async () => {
    class Numbered extends Document({
      id: z.number(),
      title: z.string().optional(),
      tag: z.object({ name: z.string().optional(), color: z.string(), size: z.number().optional() }),
    }) {
      static settings = settings;
    }
    await startWith(server.database, "notes", notes(1));
    await runOne(server.database, {
      forward: [iterative({ from: NumberedNote, to: Numbered }, (_, output) => {
        output.title = undefined;
        Object.assign(output, { tag: { size: 3, name: undefined } });
      })],
    });
    assert.deepEqual(await stored(server.database, "notes"), [{ tag: { color: "red", size: 3 } }]);
  });

  test("keeps what neither model declares only where both say so", async () => {
    class Keeping extends Document({ id: z.number(), title: z.string() }) {
      static settings = { ...settings, unknownFields: "keep" as const };
    }
    class Stripping extends Document({ id: z.number(), title: z.string() }) {
      static settings = settings;
    }
    const shout = {
      forward: [
        iterative({ from: Keeping, to: Keeping }, (input, output) => void (output.title = input.title.toUpperCase())),
      ],
    };
    const documents = [{ _id: 1, title: "a", _class_id: "Car", more: { n: 1 } }];
    await startWith(server.database, "notes", documents);
    await runOne(server.database, shout);
    assert.deepEqual(await stored(server.database, "notes"), [{ title: "A", _class_id: "Car", more: { n: 1 } }]);
    await startWith(server.database, "notes", documents);
    await runOne(server.database, { forward: [iterative({ from: Stripping, to: Stripping }, () => undefined)] });
    assert.deepEqual(await stored(server.database, "notes"), [{ title: "a" }]);
  });

  test("reads every document once, whatever the types of the ids and the size of the batches", async () => {
    class Any extends Document({ id: z.union([z.number(), z.string()]), seen: z.number().default(0) }) {
      static settings = settings;
    }
    for (const batchSize of [1, 2, 3, 7, 8, 100]) {
      for (const useTransaction of [true, false]) {
        await startWith(server.database, "notes", [1, "a", 3, "c", 2, "b", -5.5].map((_id) => ({ _id, seen: 0 })));
        let calls = 0;
        const { steps } = await runOne(server.database, {
          forward: [iterative({ from: Any, to: Any, batchSize }, (input, output) => {
            calls++;
            output.seen = input.seen + 1;
          })],
        }, { useTransaction });
        assert.deepEqual([calls, steps[0]!.documents], [7, 7]);
        assert.deepEqual(await stored(server.database, "notes"), Array.from({ length: 7 }, () => ({ seen: 1 })));
      }
    }
  });

  test("stops at a document that does not fit, names it, and leaves everything as it was", async () => {
    class Old extends Document({ id: z.number(), title: z.string() }) {
      static settings = settings;
    }
    class New extends Document({ id: z.number(), title: z.string().max(3) }) {
      static settings = settings;
    }
    const before = [{ _id: 1, title: "a" }, { _id: 2, title: "b" }, { _id: 3, title: "far too long" }];
    await startWith(server.database, "notes", before);
    const migration = {
      forward: [iterative({ from: Old, to: New, batchSize: 1 }, (input, output) => {
        output.title = `${input.title}!`;
      })],
    };
    await assert.rejects(runOne(server.database, migration), (error) => {
      assert.ok(error instanceof MigrationError);
      assert.deepEqual([error.code, error.migration, error.direction, error.operation, error.id], [
        "migration.failed",
        "20261123090000_one",
        "forward",
        "1",
        3,
      ]);
      assert.ok(error.cause instanceof ValidationError);
      assert.match(error.message, /20261123090000_one \(forward, operation 1\).*_id 3.*New.*title/s);
      assert.match(error.message, /nothing of the step is written/);
      return true;
    });
    assert.deepEqual(await stored(server.database, "notes"), before.map(({ title }) => ({ title })));
    assert.deepEqual(await logOf(server.database), []);
  });

  test("stops at a document that is not of the old model", async () => {
    await startWith(server.database, "notes", [...notes(2), { _id: 2, title: 5, tag: {} }]);
    const migration = { forward: [iterative({ from: NumberedNote, to: NumberedNote }, () => undefined)] };
    await assert.rejects(runOne(server.database, migration), (error) => {
      assert.ok(error instanceof MigrationError && error.cause instanceof ValidationError);
      assert.deepEqual([error.cause.model, error.cause.path, error.cause.id], ["NumberedNote", "title", 2]);
      return true;
    });
  });

  test("names the document that its function failed at", async () => {
    await startWith(server.database, "notes", notes(3));
    const migration = {
      forward: [iterative({ from: NumberedNote, to: NumberedNote }, (input) => {
        if (input.id === 1) throw new RangeError("out of range");
      })],
    };
    await assert.rejects(runOne(server.database, migration), (error) => {
      assert.ok(error instanceof MigrationError && error.cause instanceof RangeError);
      assert.equal(error.id, 1);
      return true;
    });
  });

  test("refuses fields that the new model does not have, and another id", async () => {
    await startWith(server.database, "notes", notes(1));
    for (
      const [name, reason] of [["titel", /NumberedNote does not declare it/], ["id", /can not be changed/]] as const
    ) {
      const migration = {
        forward: [iterative({ from: NumberedNote, to: NumberedNote }, (_, output) => {
          Object.assign(output, { [name]: "x" });
        })],
      };
      await assert.rejects(runOne(server.database, migration), reason);
    }
  });
});
