import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, test } from "node:test";
import { testDatabase } from "../support/database.ts";
import { insert } from "../support/insert.ts";
import { startWith, stored } from "../migrations/support.ts";
import { project } from "./support.ts";

const server = testDatabase("cli_migrate");
const place = project(server);
const { folder, write, haricot, start } = place;

const models = (more: string) => `
import { Document } from "haricot";
import { iterative } from "haricot/migrations";
import { z } from "zod";
class Old extends Document({ name: z.string() }) { static settings = { name: "notes" }; }
class New extends Document({ title: z.string() }) { static settings = { name: "notes" }; }
${more}`;

write(
  "migrations/20261101000000_title.ts",
  models(`
export const forward = [iterative({ from: Old, to: New }, (input, output) => { output.title = input.name; })];
export const backward = [iterative({ from: New, to: Old }, (input, output) => { output.name = input.title; })];`),
);
write(
  "migrations/20261102000000_upper.ts",
  models(`
export const forward = [iterative({ from: New, to: New }, (input, output) => { output.title = input.title.toUpperCase(); })];`),
);
write("migrations/_helper.ts", "export const nothing = 1;");

const notes = () => stored(server.database, "notes");
const names = ["20261101000000_title", "20261102000000_upper"];

describe("haricot migrate and haricot status", () => {
  beforeEach(() => startWith(server.database, "notes", [{ name: "a" }, { name: "b" }]));

  test("run forward, one step, backward, with data on stdout and talk on stderr", async () => {
    const all = await haricot(["migrate", "-uri", place.uri, "-p", "migrations"]);
    assert.deepEqual([all.code, all.output], [0, `${names.join("\n")}\n`], all.errors);
    assert.match(all.errors, /1\/2 20261101000000_title\n.*done.*, 2 documents\n/);
    assert.deepEqual(await notes(), [{ title: "A" }, { title: "B" }]);
    const again = await haricot(["migrate", "--uri", place.uri]);
    assert.deepEqual([again.code, again.output], [0, ""]);
    assert.match(again.errors, /nothing to do/);
    const back = await haricot(["migrate", "--backward", "-d", "2", "--uri", place.uri, "--json"]);
    assert.deepEqual(JSON.parse(back.output), {
      direction: "backward",
      dryRun: false,
      steps: [{ name: names[1], documents: 0 }, { name: names[0], documents: 2 }],
      current: null,
    });
    assert.deepEqual(await notes(), [{ name: "A" }, { name: "B" }]);
  });

  test("says what would be run, and runs nothing", async () => {
    const { code, output } = await haricot(["migrate", "--dry-run", "-d", "1", "--uri", place.uri]);
    assert.deepEqual([code, output], [0, `${names[0]}\n`]);
    assert.deepEqual(await notes(), [{ name: "a" }, { name: "b" }]);
  });

  test("status lists the migrations; with --check its exit code tells whether all have run", async () => {
    const uri = place.uri;
    assert.equal((await haricot(["migrate", "-d", "1", "--no-use-transaction", "--uri", uri])).code, 0);
    const { code, output } = await haricot(["status", "--check", "--json", "--uri", uri]);
    assert.equal(code, 3);
    const { current, migrations } = JSON.parse(output) as { current: string; migrations: { state: string }[] };
    assert.deepEqual([current, migrations.map(({ state }) => state)], [names[0], ["applied", "pending"]]);
    const table = await haricot(["status", "--uri", uri]);
    assert.equal(table.code, 0);
    assert.match(table.output, /^\* applied 20261101000000_title 2\d{3}-.*\n {2}pending 20261102000000_upper\n$/);
    await haricot(["migrate", "--uri", uri]);
    assert.equal((await haricot(["status", "--check", "--uri", uri])).code, 0);
  });

  test("a step that stops ends with 1 and says where", async () => {
    await insert(server.database, "notes", [{ name: 5 }]);
    const { code, output, errors } = await haricot(["migrate", "--uri", place.uri]);
    assert.deepEqual([code, output], [1, ""]);
    assert.match(errors, /error migration\.failed: The migration 20261101000000_title \(forward, operation 1\)/);
    const json = await haricot(["migrate", "--json", "--uri", place.uri]);
    assert.equal(
      (JSON.parse(json.errors.trim().split("\n").at(-1)!) as { error: { code: string } }).error.code,
      "migration.failed",
    );
  });

  test("another runner: ends with 4 where it is not to wait", async () => {
    const lock = { _id: "migrations", owner: "other", since: new Date(), expires_at: new Date(Date.now() + 600_000) };
    await insert(server.database, "migrations_lock", [lock]);
    const { code, errors } = await haricot(["migrate", "--no-wait", "--uri", place.uri]);
    assert.equal(code, 4);
    assert.match(errors, /Another runner is migrating/);
  });

  test("options come from flags, then the environment, then the configuration", async () => {
    const { database: { name } } = server;
    const address = place.uri.replace(name, "");
    const run = (args: string[], env: Record<string, string>) => haricot(["status", "--json", ...args], env);
    const [HARICOT_URI, HARICOT_DB] = [address, name];
    const states = async (outcome: Awaited<ReturnType<typeof run>>) => {
      assert.equal(outcome.code, 0, outcome.errors);
      return (JSON.parse(outcome.output) as { migrations: unknown[] }).migrations.length;
    };
    assert.equal(await states(await run([], { HARICOT_URI, HARICOT_DB })), 2);
    write("empty/_none.ts", "");
    assert.equal(await states(await run([], { HARICOT_URI, HARICOT_DB, HARICOT_PATH: "empty" })), 0);
    assert.equal(await states(await run(["-p", "migrations"], { HARICOT_URI, HARICOT_DB, HARICOT_PATH: "empty" })), 2);
    write("deno.json", JSON.stringify({ haricot: { uri: address, db: name, path: "empty" } }));
    assert.equal(await states(await run([], {})), 0);
    write("haricot.config.ts", `export default { uri: ${JSON.stringify(address)}, db: ${JSON.stringify(name)} };`);
    assert.equal(await states(await run([], {})), 2);
    write("haricot.config.ts", "export default { url: 1 };");
    const wrong = await run([], {});
    assert.equal(wrong.code, 2);
    assert.match(wrong.errors, /there is no option \\?"url\\?"/);
    write("haricot.config.ts", "export default {};");
    write("deno.json", "{}");
  });

  test("a wrong call ends with 2, and says what is right", async () => {
    const wrong: [string[], RegExp][] = [
      [["migrate"], /the server is missing: --uri/],
      [["migrate", "--uri", "mongodb://localhost:1"], /the database is missing/],
      [["migrate", "--forward", "--backward"], /cannot be used with/],
      [["migrate", "-d", "many"], /whole number/],
      [["migrate", "--distanse", "1"], /unknown option/],
      [["up"], /unknown command/],
      [["migrate", "--uri", place.uri, "-p", "nowhere"], /"nowhere", can not be read/],
      [["new-migration"], /required option '-n/],
    ];
    for (const [args, reason] of wrong) {
      const { code, output, errors } = await haricot(args);
      assert.deepEqual([code, output], [2, ""], args.join(" "));
      assert.match(errors, reason);
    }
    const env = await haricot(["migrate", "--uri", place.uri], { HARICOT_USE_TRANSACTION: "perhaps" });
    assert.equal(env.code, 2);
  });

  test("never shows credentials", async () => {
    const uri = "mongodb://anna:verysecret@127.0.0.1:1/shop?serverSelectionTimeoutMS=200";
    for (const args of [["migrate", "--uri", uri], ["status", "--json", "--uri", uri], ["migrate", `--db=${uri}`]]) {
      const { code, output, errors } = await haricot(args, { HARICOT_URI: uri });
      assert.notEqual(code, 0);
      assert.doesNotMatch(output + errors, /verysecret/);
    }
  });
});

describe("haricot new-migration", () => {
  test("makes a file that does nothing yet, and runs", async () => {
    const made = await haricot(["new-migration", "-n", "add a colour!", "-p", "fresh/migrations"]);
    assert.equal(made.code, 0, made.errors);
    assert.match(made.output, /^fresh\/migrations\/\d{14}_add_a_colour\.ts\n$/);
    assert.deepEqual(readdirSync(join(folder, "fresh/migrations")).length, 1);
    await startWith(server.database, "notes", []);
    const { code, output } = await haricot(["migrate", "-p", "fresh/migrations", "--uri", place.uri]);
    assert.equal(code, 0);
    assert.match(output, /_add_a_colour\n$/);
  });

  test("says which file it would make, and refuses names that are none", async () => {
    const dry = await haricot(["new-migration", "-n", "x", "-p", "dry", "--dry-run", "--json"]);
    assert.match((JSON.parse(dry.output) as { file: string }).file, /^dry\/\d{14}_x\.ts$/);
    assert.throws(() => readdirSync(join(folder, "dry")));
    assert.equal((await haricot(["new-migration", "-n", "!!"])).code, 2);
  });
});

describe("a runner that dies", () => {
  // Between two operations: in the middle of a batch its transaction would keep its locks on the server for a minute.
  test("in the middle of a step without a transaction: another one goes on with the next operation", async () => {
    write(
      "dying/20261101000000_count.ts",
      `
import { Document } from "haricot";
import { freeFall, iterative } from "haricot/migrations";
import { z } from "zod";
class Note extends Document({ id: z.number(), n: z.number() }) { static settings = { name: "notes" }; }
const count = iterative({ from: Note, to: Note, batchSize: 2 }, (input, output) => { output.n = input.n + 1; });
const pause = freeFall(() => process.env.STOP === "1" && new Promise((resolve) => setTimeout(resolve, 600_000)));
export const forward = [count, pause, count];`,
    );
    const counted = async () => (await notes()).map(({ n }) => n);
    await startWith(server.database, "notes", Array.from({ length: 5 }, (_, n) => ({ _id: n, n: 0 })));
    const args = ["migrate", "-p", "dying", "--no-use-transaction", "--uri", place.uri];
    const child = start(args, { STOP: "1" });
    const ended = new Promise((resolve) => child.on("close", resolve));
    const written = { find: "migrations_log", filter: { "progress.operation": 1 } };
    while ((await server.database.cursorCommand(written).toArray()).length === 0) {
      assert.equal(child.exitCode, null);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill("SIGKILL");
    await ended;
    assert.deepEqual(await counted(), [1, 1, 1, 1, 1]);
    const { errors } = await haricot(["status", "-p", "dying", "--uri", place.uri]);
    assert.match(errors, /was interrupted on its way forward/);
    // As it will be 30 seconds later.
    await server.database.command({ delete: "migrations_lock", deletes: [{ q: {}, limit: 0 }] });
    assert.equal((await haricot(args)).code, 0);
    assert.deepEqual(await counted(), [2, 2, 2, 2, 2]);
  });
});

describe("Ctrl-C", () => {
  test("ends a command that waits, with 130", async () => {
    await startWith(server.database, "notes", []);
    const lock = { _id: "migrations", owner: "other", since: new Date(), expires_at: new Date(Date.now() + 600_000) };
    await insert(server.database, "migrations_lock", [lock]);
    const child = start(["migrate", "--uri", place.uri]);
    let errors = "";
    // Deno's node:child_process takes the exit code 130 for the signal.
    const ended = new Promise<number | null>((resolve) =>
      child.on("close", (code, signal) => resolve(signal === "SIGINT" ? 130 : code))
    );
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
      if (/waiting for it\n$/.test(errors)) child.kill("SIGINT");
    });
    assert.equal(await ended, 130, errors);
    assert.match(errors, /error: interrupted\n$/);
  });
});
