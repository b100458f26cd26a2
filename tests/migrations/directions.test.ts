import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { MigrationError } from "../../src/errors/migration-error.ts";
import { iterative } from "../../src/migration/declarations.ts";
import { runMigrations } from "../../src/migration/run-migrations.ts";
import { migrationStatus } from "../../src/migration/status.ts";
import { testDatabase } from "../support/database.ts";
import { insert } from "../support/insert.ts";
import { logOf, startWith } from "./support.ts";

const server = testDatabase("directions");

class Trail extends Document({ id: z.number(), steps: z.array(z.string()) }) {
  static settings = { name: "trail" };
}

const leaving = (mark: string) => [
  iterative({ from: Trail, to: Trail }, (input, output) => {
    output.steps = [...input.steps, mark];
  }),
];
const both = (mark: string) => ({ forward: leaving(`+${mark}`), backward: leaving(`-${mark}`) });

/** Six migrations; two of them go one way only. */
const migrations = {
  "20261101000000_a": both("a"),
  "20261102000000_b": both("b"),
  "20261103000000_c": { forward: leaving("+c") },
  "20261104000000_d": { backward: leaving("-d") },
  "20261105000000_e": both("e"),
  "20261106000000_f": both("f"),
  "_helper": { nothing: true },
};
const names = Object.keys(migrations).filter((name) => !name.startsWith("_"));

const start = () => startWith(server.database, "trail", [{ _id: 1, steps: [] }]);

async function trail(): Promise<string> {
  const [document] = await server.database.cursorCommand({ find: "trail" }).toArray();
  return (document!.steps as string[]).join("");
}

const run = (options: object) => runMigrations({ database: server.database, migrations, ...options });

async function current(): Promise<unknown> {
  return (await migrationStatus({ database: server.database, migrations })).current;
}

describe("distances and directions", () => {
  test("one step at a time, forward and backward", async () => {
    await start();
    const marks = ["+a", "+b", "+c", "", "+e", "+f"];
    for (const [index, name] of names.entries()) {
      const { steps } = await run({ distance: 1 });
      assert.deepEqual(steps.map((step) => step.name), [name]);
      assert.equal(await current(), name);
      assert.equal(await trail(), marks.slice(0, index + 1).join(""));
    }
    assert.deepEqual((await run({ distance: 1 })).steps, []);
    for (const name of [...names].reverse()) {
      const done = await run({ direction: "backward", distance: 1 });
      assert.deepEqual([done.steps.map((step) => step.name), done.current], [
        [name],
        names[names.indexOf(name) - 1] ?? null,
      ]);
    }
    assert.equal(await trail(), "+a+b+c+e+f-f-e-d-b-a");
    assert.deepEqual((await run({ direction: "backward", distance: 1 })).steps, []);
  });

  test("two steps at a time", async () => {
    await start();
    const seen = [];
    for (let n = 0; n < 3; n++) seen.push((await run({ distance: 2 })).current);
    for (let n = 0; n < 3; n++) seen.push((await run({ direction: "backward", distance: 2 })).current);
    assert.deepEqual(seen, [names[1], names[3], names[5], names[3], names[1], null]);
    assert.equal(await trail(), "+a+b+c+e+f-f-e-d-b-a");
  });

  test("more steps than there are", async () => {
    await start();
    assert.equal((await run({ distance: 10 })).current, names[5]);
    assert.equal((await run({ direction: "backward", distance: 10 })).steps.length, 6);
    assert.equal(await trail(), "+a+b+c+e+f-f-e-d-b-a");
    assert.equal(await current(), null);
  });

  test("all of them, and the log that says so", async () => {
    await start();
    assert.equal((await run({})).steps.length, 6);
    assert.deepEqual(await logOf(server.database), names.map((name, index) => ({ name, is_current: index === 5 })));
    assert.equal((await run({ direction: "backward" })).current, null);
    assert.equal((await logOf(server.database)).some(({ is_current }) => is_current), false);
    assert.equal(await trail(), "+a+b+c+e+f-f-e-d-b-a");
  });

  test("a dry run says what would be run, and runs nothing", async () => {
    await start();
    await run({ distance: 2 });
    const { dryRun, steps, current: then } = await run({ distance: 3, dryRun: true });
    assert.deepEqual([dryRun, steps.map(({ name }) => name), then], [true, names.slice(2, 5), names[4]]);
    assert.deepEqual((await run({ direction: "backward", dryRun: true })).steps.map(({ name }) => name), [
      names[1],
      names[0],
    ]);
    assert.equal(await trail(), "+a+b");
    assert.equal(await current(), names[1]);
  });

  test("goes on with a log of Beanie, whose names have an extension", async () => {
    await start();
    await insert(server.database, "migrations_log", [{ ts: new Date(), name: `${names[3]}.py`, is_current: true }]);
    assert.deepEqual((await run({})).steps.map(({ name }) => name), [names[4], names[5]]);
  });

  test("status tells applied, pending and missed ones", async () => {
    await start();
    await run({ distance: 2 });
    const later = { ...migrations, "20261101120000_late": both("late") };
    const status = await migrationStatus({ database: server.database, migrations: later });
    assert.equal(status.current, names[1]);
    assert.equal(status.interrupted, null);
    assert.deepEqual(status.migrations.map(({ name, state }) => [name.slice(15), state]), [
      ["a", "applied"],
      ["late", "missed"],
      ["b", "applied"],
      ["c", "pending"],
      ["d", "pending"],
      ["e", "pending"],
      ["f", "pending"],
    ]);
    assert.ok(status.migrations[0]!.recordedAt instanceof Date);
    assert.equal(status.migrations[6]!.recordedAt, null);
  });

  test("refuses to go on from a migration that there is no file for", async () => {
    await start();
    await run({ distance: 2 });
    const { [names[1]!]: _, ...rest } = migrations as Record<string, object>;
    await assert.rejects(runMigrations({ database: server.database, migrations: rest }), (error) => {
      assert.ok(error instanceof MigrationError);
      assert.deepEqual([error.code, error.migration], ["migration.log", names[1]]);
      return true;
    });
  });

  test("refuses options that it has not, and modules that are no migrations", async () => {
    const wrong: [object, RegExp][] = [
      [{ distanse: 1 }, /"distanse" is no option/],
      [{ distance: -1 }, /"distance" is how many steps/],
      [{ direction: "up" }, /"direction" is "forward" or "backward"/],
      [{ useTransaction: "no" }, /"useTransaction" is true or false/],
      [{ path: "migrations" }, /either "path".*or "migrations"/],
      [{ uri: "mongodb://localhost/x" }, /either `uri` or a `database`/],
      [{ migrations: { a: { foward: [] } } }, /a exports nothing to run.*foward/],
      [{ migrations: { a: { forward: [() => undefined] } } }, /forward\[0\]/],
      [{ migrations: { a: { forward: [], Forward: class {} } } }, /exports both `forward` and `Forward`/],
    ];
    for (const [options, reason] of wrong) {
      await assert.rejects(run(options), (error) => {
        assert.ok(error instanceof InvalidArgument);
        assert.match(error.message, reason);
        return true;
      });
    }
  });
});
