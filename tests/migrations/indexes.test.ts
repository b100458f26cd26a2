import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { iterative } from "../../src/migration/declarations.ts";
import { indexed } from "../../src/schema/metadata.ts";
import { testDatabase } from "../support/database.ts";
import { runOne, startWith } from "./support.ts";

const server = testDatabase("migration_indexes");

class Old extends Document({ title: indexed(z.string()), size: indexed(z.number()) }) {
  static settings = { name: "notes" };
}
class New
  extends Document({ title: indexed(z.string()), size: z.number(), color: indexed(z.string().default("red")) }) {
  static settings = { name: "notes" };
}
const migration = { forward: [iterative({ from: Old, to: New }, () => undefined)] };

async function indexes(): Promise<string[]> {
  const found = await server.database.cursorCommand({ listIndexes: "notes" }).toArray();
  return found.map(({ name }) => name as string).sort();
}

describe("indexes that the models of a migration do not declare", () => {
  beforeEach(async () => {
    await startWith(server.database, "notes", [{ title: "a", size: 1 }]);
    const key = (name: string) => ({ key: { [name]: 1 }, name: `${name}_1` });
    await server.database.command({ createIndexes: "notes", indexes: [key("title"), key("size")] });
  });

  test("are dropped where that is allowed", async () => {
    await runOne(server.database, migration, { allowIndexDropping: true });
    assert.deepEqual(await indexes(), ["_id_", "color_1", "title_1"]);
  });

  test("stay unless it is allowed", async () => {
    await runOne(server.database, migration);
    assert.deepEqual(await indexes(), ["_id_", "color_1", "size_1", "title_1"]);
  });

  test("stay where it is forbidden", async () => {
    await runOne(server.database, migration, { allowIndexDropping: false });
    assert.deepEqual(await indexes(), ["_id_", "color_1", "size_1", "title_1"]);
  });
});
