import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { CHECKS } from "../../cli/doctor/finding.ts";
import { testDatabase } from "../support/database.ts";
import { insert } from "../support/insert.ts";
import { examine, inState } from "./doctor-support.ts";
import { project } from "./support.ts";

const server = testDatabase("cli_doctor");
const place = project(server);
const { write } = place;

write(
  "models.ts",
  `
import { Document, DocumentWithSoftDelete, View, indexed } from "haricot";
import { z } from "zod";
export class Product extends Document({ name: z.string(), price: indexed(z.number()), tags: z.array(z.string()) }) {
  static settings = { name: "products", indexes: [{ keys: ["name"], unique: true }] };
}
export class Note extends DocumentWithSoftDelete({ text: z.string() }) { static settings = { name: "notes" }; }
export class Cheap extends View({ name: z.string() }) {
  static settings = { name: "cheap", source: Product, pipeline: [{ $match: { price: { $lt: 5 } } }] };
}
export class Reading extends Document({ at: z.date(), value: z.number() }) {
  static settings = { name: "readings", timeseries: { timeField: "at" } };
}`,
);
write("migrations/20261101000000_first.ts", "export const forward = [];");

const command = (given: Record<string, unknown>) => server.database.command(given);
const examined = (...args: string[]) => examine(place, ["--uri", place.uri, "--models", "models.ts", ...args]);

const of = (model: string, entries: { model: string }[]) => entries.find((entry) => entry.model === model);

/** Everything as the models declare it. */
async function prepare(): Promise<void> {
  await command({ dropDatabase: 1 });
  const indexes = [{ key: { price: 1 }, name: "price_1" }, { key: { name: 1 }, name: "name_1", unique: true }];
  await command({ createIndexes: "products", indexes });
  await command({ create: "cheap", viewOn: "products", pipeline: [{ $match: { price: { $lt: 5 } } }] });
  await command({ create: "readings", timeseries: { timeField: "at" } });
  await insert(server.database, "products", [{ name: "tea", price: 1, tags: ["a"] }]);
  assert.equal((await place.haricot(["migrate", "--uri", place.uri])).code, 0);
}

describe("haricot doctor where all is well", () => {
  beforeEach(prepare);

  test("every check is ok, in the order of the report, with exit code 0", async () => {
    const report = await examined("--sample", "100", "--strict");
    assert.deepEqual(inState(report, "ok"), [...CHECKS], JSON.stringify(report.checks, undefined, 1));
    assert.deepEqual([report.code, report.healthy, report.counts.ok], [0, true, CHECKS.length]);
    assert.deepEqual(report.names, [...CHECKS]);
    assert.match(report.errors, /all is well\n$/);
    assert.match(report.checks["server.topology"].message, /^replica set rs0, one member/);
    assert.deepEqual(of("Product", report.checks["models.documents"].details.models), {
      model: "Product",
      documents: 1,
      unreadable: 0,
      paths: {},
    });
  });

  test("changes nothing", async () => {
    await command({ dropDatabase: 1 });
    await examined("--sample", "10");
    assert.deepEqual(await server.database.cursorCommand({ listCollections: 1 }).toArray(), []);
  });

  test("for people it is a line for each check, with what was not checked in one line where the reason is one", async () => {
    const { code, output, errors } = await place.haricot(["doctor", "--uri", place.uri]);
    assert.equal(code, 0);
    assert.match(output, /^ok {6}runtime\.version {9}(?:Bun|Deno) \d/);
    assert.match(output, /\n- {7}models\.\* +no models are named\n +-> give --models/);
    assert.ok(!output.includes("\x1b"));
    assert.equal(errors, "looking for the server, up to 5 s\nall is well\n");
  });

  test("a wrong option ends with 2", async () => {
    for (const option of [["--sample", "many"], ["--timeout", "-1"], ["--everything"]]) {
      assert.equal((await place.haricot(["doctor", ...option])).code, 2, option.join(" "));
    }
  });
});

describe("haricot doctor on the data", () => {
  beforeEach(prepare);

  test("missing indexes are a warning, which fails with --strict only", async () => {
    await command({ dropIndexes: "products", index: "price_1" });
    const report = await examined();
    assert.deepEqual([report.code, report.checks["models.indexes"].state], [0, "warning"]);
    assert.equal(report.checks["models.indexes"].message, "missing: Product: price_1");
    assert.match(report.checks["models.indexes"].advice!, /haricot indexes sync/);
    const strict = await examined("--strict");
    assert.deepEqual([strict.code, strict.healthy, strict.counts.failure], [5, false, 0]);
  });

  test("an index that is there with another definition is a failure: init would refuse it", async () => {
    await command({ dropIndexes: "products", index: "name_1" });
    await command({
      createIndexes: "products",
      indexes: [{ key: { name: 1 }, name: "name_1" }, { key: { x: 1 }, name: "x" }],
    });
    const { code, checks } = await examined();
    assert.equal(code, 5);
    assert.deepEqual(checks["models.indexes"].state, "failure");
    assert.deepEqual(of("Product", checks["models.indexes"].details.differences), {
      model: "Product",
      missing: [],
      conflicting: ["name_1"],
      undeclared: ["x"],
    });
  });

  test("documents that models can not read are counted by model and path, where a sample is wanted", async () => {
    await insert(server.database, "products", [
      { name: "a", price: "1", tags: [] },
      { name: "b", price: "2", tags: [] },
      { name: "c", price: 3, tags: ["x", "y", 1] },
      { name: "d", price: 3, tags: [1] },
    ]);
    await insert(server.database, "notes", [{ text: 5, deleted_at: new Date() }, { text: "x" }]);
    assert.equal((await examined()).checks["models.documents"].state, "not-checked");
    const { code, checks } = await examined("--sample", "50");
    assert.deepEqual([code, checks["models.documents"].state], [5, "failure"]);
    const { models } = checks["models.documents"].details;
    const paths = { price: 2, "tags.*": 2 };
    assert.deepEqual(of("Product", models), { model: "Product", documents: 5, unreadable: 4, paths });
    assert.deepEqual(of("Note", models), { model: "Note", documents: 2, unreadable: 1, paths: { text: 1 } });
    assert.match(
      checks["models.documents"].message,
      /Note: 1 of 2 \(text 1\); Product: 4 of 5 \(price 2, tags\.\* 2\)/,
    );
  });

  test("views and time series that are stored otherwise, or not at all", async () => {
    await command({ collMod: "cheap", viewOn: "products", pipeline: [] });
    await command({ drop: "readings" });
    const changed = (await examined()).checks["models.collections"];
    assert.equal(changed.state, "warning");
    assert.equal(
      changed.message,
      "Cheap (cheap) is stored with other options: pipeline; Reading (readings) is not there",
    );
    await command({ create: "readings" });
    await command({ drop: "notes" }).catch(() => undefined);
    await command({ create: "notes", viewOn: "products", pipeline: [] });
    const wrong = (await examined()).checks["models.collections"];
    assert.equal(wrong.state, "failure");
    assert.match(wrong.message, /Note \(notes\) is declared as a collection, and stored as a view/);
    assert.match(wrong.message, /Reading \(readings\) is declared as a timeseries, and stored as a collection/);
  });

  test("migrations that have not run, and a database that stands at one that there is not", async () => {
    write("more/20261101000000_first.ts", "export const forward = [];");
    write("more/20261102000000_second.ts", "export const forward = [];");
    const pending = (await examined("-p", "more")).checks["migrations.pending"];
    assert.deepEqual([pending.state, pending.details.pending], ["warning", ["20261102000000_second"]]);
    write("other/20261001000000_other.ts", "export const forward = [];");
    const { code, checks } = await examined("-p", "other");
    assert.deepEqual([code, checks["migrations.pending"].state], [5, "failure"]);
    assert.match(checks["migrations.pending"].message, /stands at 20261101000000_first/);
    assert.equal((await examined("-p", "nowhere")).checks["migrations.pending"].state, "failure");
  });

  test("without the name of a database the server is looked at, and the data is not", async () => {
    const uri = place.uri.replace(server.database.name, "");
    const { code, checks } = await examine(place, ["--uri", uri, "--models", "models.ts"]);
    assert.equal(code, 0);
    assert.deepEqual([checks["settings.address"].state, checks["server.access"].state], ["warning", "ok"]);
    assert.deepEqual(checks["models.indexes"].message, "no database is named");
  });
});

describe("modules of models", () => {
  const loaded = async (...args: string[]) => {
    const { code, checks } = await examine(place, ["--uri", place.uri, "--timeout", "1500", ...args]);
    return { code, ...checks["models.loaded"], indexes: checks["models.indexes"].state };
  };

  test("that can not be imported, or have no class: which one, and why", async () => {
    write("broken.ts", 'throw new Error("out of order");');
    write("empty.ts", "export const nothing = 1;");
    const broken = await loaded("--models", "models.ts", "broken.ts");
    assert.deepEqual([broken.code, broken.state, broken.indexes], [5, "failure", "not-checked"]);
    assert.match(broken.message, /^broken\.ts can not be imported: out of order/);
    assert.match((await loaded("--models", "absent.ts")).message, /^absent\.ts can not be imported/);
    assert.match((await loaded("--models", "empty.ts")).message, /^empty\.ts exports no class/);
  });

  test("with a declaration that can not work: what init would say", async () => {
    write(
      "wrong.ts",
      `import { Document } from "haricot";
import { z } from "zod";
export class Wrong extends Document({ a: z.string() }) { static settings = { timeseries: { timeField: "a" } }; }`,
    );
    const { state, message } = await loaded("--models", "wrong.ts");
    assert.equal(state, "failure");
    assert.match(message, /^Wrong can not be bound: .*timeseries\.timeField/);
  });

  test("that are never ready, or keep the process alive, do not keep the doctor", async () => {
    write("waiting.ts", "setInterval(() => {}, 1000); await new Promise(() => {});");
    assert.match((await loaded("--models", "waiting.ts")).message, /it was not ready after 1\.5 s/);
    write("lively.ts", 'export * from "./models.ts"; setInterval(() => {}, 1000);');
    assert.equal((await loaded("--models", "lively.ts")).state, "ok");
  });
});

describe("settings", () => {
  test("come from the project; wrong ones are a failure, and the other checks go on", async () => {
    write("haricot.config.ts", `export default { uri: ${JSON.stringify(place.uri)}, models: "models.ts" };`);
    const found = await examine(place, []);
    assert.equal(found.checks["settings.configuration"].message, "set: uri, models");
    assert.equal(found.checks["models.loaded"].state, "ok");
    write("haricot.config.ts", "export default { url: 1 };");
    const { code, checks } = await examine(place, ["--uri", place.uri], { HARICOT_USE_TRANSACTION: "perhaps" });
    assert.equal(code, 5);
    assert.match(checks["settings.configuration"].message, /there is no option "url".*HARICOT_USE_TRANSACTION is true/);
    assert.equal(checks["server.reachable"].state, "ok");
    write("haricot.config.ts", "export default {};");
  });
});
