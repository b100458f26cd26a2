import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { Session } from "../../src/client/session.ts";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { CollectionWasNotInitialized } from "../../src/errors/collection-was-not-initialized.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { MigrationError } from "../../src/errors/migration-error.ts";
import { freeFall, iterative } from "../../src/migration/declarations.ts";
import { freeFallMigration } from "../../src/migration/decorators.ts";
import { runMigrations } from "../../src/migration/run-migrations.ts";
import { transaction } from "../../src/session/transaction.ts";
import { testDatabase } from "../support/database.ts";
import { logOf, runOne, startWith, stored } from "./support.ts";

const server = testDatabase("free_fall");

class OldNote extends Document({ name: z.string() }) {
  static settings = { name: "notes" };
}
class Note extends Document({ title: z.string() }) {
  static settings = { name: "notes" };
}

const before = Array.from({ length: 5 }, (_, n) => ({ name: `note ${n}` }));
const renamed = before.map(({ name }) => ({ title: name }));

/** Moves the documents from one model to the other; the session is used in the one and ignored in the other direction. */
const migration = {
  forward: [freeFall(async () => {
    for await (const old of OldNote.find()) await new Note({ title: old.name }).insert();
    await OldNote.find({ name: { $exists: true } }).delete();
  }, { documentModels: [OldNote, Note] })],
  Backward: class {
    @freeFallMigration({ documentModels: [OldNote, Note] })
    async titleToName(session: Session): Promise<void> {
      for await (const note of Note.find().session(session)) {
        await new OldNote({ name: note.title }).insert({ session });
      }
      await Note.find({ title: { $exists: true } }).session(session).delete();
    }
  },
};

describe("a free-fall migration", () => {
  for (const useTransaction of [true, false]) {
    test(`runs free code ${useTransaction ? "in" : "without"} a transaction, there and back`, async () => {
      await startWith(server.database, "notes", before);
      await runOne(server.database, migration, { useTransaction });
      assert.deepEqual(await stored(server.database, "notes"), renamed);
      await runOne(server.database, migration, { useTransaction, direction: "backward" });
      assert.deepEqual(await stored(server.database, "notes"), before);
    });
  }

  test("gets the session of the step, and joins its transaction without it", async () => {
    await startWith(server.database, "notes", before);
    const sessions: [boolean, boolean][] = [];
    const look = {
      forward: [freeFall((session) => sessions.push([session instanceof Session, session.inTransaction]))],
    };
    await runOne(server.database, look);
    await runOne(server.database, { backward: look.forward }, { direction: "backward", useTransaction: false });
    assert.deepEqual(sessions, [[true, true], [true, false]]);
  });

  test("that fails rolls back the whole step, what an operation before it wrote and the log included", async () => {
    await startWith(server.database, "notes", before);
    const failing = {
      forward: [
        iterative({ from: OldNote, to: Note }, (input, output) => {
          output.title = input.name;
        }),
        freeFall(async () => {
          await new Note({ title: "one more" }).insert();
          throw new RangeError("no further");
        }, { documentModels: [Note] }),
      ],
    };
    await assert.rejects(runOne(server.database, failing), (error) => {
      assert.ok(error instanceof MigrationError && error.cause instanceof RangeError);
      assert.deepEqual([error.operation, error.id], ["2", undefined]);
      return true;
    });
    assert.deepEqual(await stored(server.database, "notes"), before);
    assert.deepEqual(await logOf(server.database), []);
  });

  test("leaves the steps before it as they are when it fails", async () => {
    await startWith(server.database, "notes", before);
    const migrations = {
      "20261101000000_first": migration,
      "20261102000000_second": { forward: [freeFall(() => Promise.reject(new Error("stop")))] },
    };
    await assert.rejects(runMigrations({ database: server.database, migrations }), /20261102000000_second/);
    assert.deepEqual(await stored(server.database, "notes"), renamed);
    assert.deepEqual(await logOf(server.database), [{ name: "20261101000000_first", is_current: true }]);
  });

  test("has its models bound while it runs, and only then", async () => {
    await startWith(server.database, "notes", before);
    await runOne(server.database, migration);
    await assert.rejects(async () => await Note.find(), CollectionWasNotInitialized);
    await init({ database: server.database, documentModels: [Note] });
    await runOne(server.database, migration, { direction: "backward" });
    assert.equal(await Note.count(), 5);
  });

  test("does not take a model away that the application has in another database", async () => {
    class Bound extends Document({ title: z.string() }) {}
    const other = server.client.database(`${server.database.name}_other`);
    await init({ database: other, documentModels: [Bound] });
    const using = { forward: [freeFall(() => undefined, { documentModels: [Bound] })] };
    await startWith(server.database, "notes", []);
    await assert.rejects(runOne(server.database, using), (error) => {
      assert.ok(error instanceof InvalidArgument);
      assert.match(error.message, /Bound is bound to the database/);
      return true;
    });
    assert.equal(Bound.getCollection().database.name, other.name);
  });

  test("can not be run inside of a transaction, since its step is one", async () => {
    const { client } = server;
    await assert.rejects(transaction(() => runOne(server.database, migration), { client }), /inside of a transaction/);
  });
});
