import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { testDatabase } from "../support/database.ts";
import { uri } from "../support/environment.ts";
import { inDeno } from "../support/programs.ts";
import { publish, type Published } from "./support/published.ts";
import { SHOP } from "./support/testing-program.ts";
import { UsersProject } from "./support/users-project.ts";

const server = testDatabase("command");

const MIGRATION = `import { iterative } from "haricot/migrations";
import { Product } from "../shop.ts";

export const forward = [
  iterative({ from: Product, to: Product }, (input, output) => {
    output.price = input.price + 1;
  }),
];
`;

// The lines of docs/cli.md.
const ADD = inDeno ? ["deno", "add", "--quiet", "npm:haricot", "npm:zod"] : ["bun", "add", "haricot"];
const LINES = inDeno
  ? {
    usual: ["deno", "run", "-A", "--quiet", "npm:haricot"],
    other: "deno run --no-prompt --quiet --allow-ffi --allow-env --allow-read --allow-write npm:haricot".split(" "),
  }
  : { usual: ["bunx", "haricot"], other: ["node_modules/.bin/haricot"] };

describe("the command from the installed packages", () => {
  let published: Published;
  let project: UsersProject;
  before(async () => {
    published = await publish();
    const address = uri.replace(/^(mongodb:\/\/[^/]+\/)/, `$1${server.database.name}`);
    const files = {
      [inDeno ? "deno.json" : "package.json"]: "{}",
      "shop.ts": SHOP,
      "migrations/20260101000000_dearer.ts": MIGRATION,
    };
    project = new UsersProject(published, files, { HARICOT_URI: address });
    await project.run(ADD[0]!, ...ADD.slice(1));
    await server.database.command({ insert: "products", documents: [{ name: "Assam", price: 4 }] });
  });
  after(() => published.remove());

  async function haricot([program, ...first]: readonly string[], ...args: string[]): Promise<string> {
    const { code, output, printed } = await project.attempt(program!, ...first, ...args);
    assert.equal(code, 0, output);
    return printed;
  }

  async function states(line: readonly string[]): Promise<string[]> {
    const { migrations } = JSON.parse(await haricot(line, "status", "--json")) as { migrations: { state: string }[] };
    return migrations.map(({ state }) => state);
  }

  test("tells where the database stands, in both ways to call it", async () => {
    assert.match(await haricot(LINES.usual, "--help"), /migrate .*run migrations/);
    assert.deepEqual(await states(LINES.usual), ["pending"]);
    assert.deepEqual(await states(LINES.other), ["pending"]);
  });

  test("runs a migration in TypeScript over the models of the project", async () => {
    await haricot(LINES.usual, "migrate");
    assert.deepEqual(await states(LINES.usual), ["applied"]);
    const { cursor } = await server.database.command({ find: "products" });
    assert.equal((cursor as { firstBatch: { price: number }[] }).firstBatch[0]!.price, 5);
  });

  test("compares and creates the indexes of the project's models", async () => {
    await server.database.command({ dropIndexes: "products", index: "*" });
    const missing = async (): Promise<string[]> => {
      const text = await haricot(LINES.usual, "indexes", "diff", "--models", "shop.ts", "--json");
      const [difference] = JSON.parse(text) as { create: { name: string }[] }[];
      return difference!.create.map(({ name }) => name);
    };
    assert.deepEqual(await missing(), ["name_1"]);
    await haricot(LINES.usual, "indexes", "sync", "--models", "shop.ts");
    assert.deepEqual(await missing(), []);
  });

  test("writes files: a class for what is stored, a migration", async () => {
    await haricot(LINES.other, "models", "pull", "--out", "pulled.ts");
    assert.match(project.read("pulled.ts"), /class \w+ extends Document/);
    await haricot(LINES.other, "new-migration", "-n", "cheaper");
    assert.deepEqual(await states(LINES.other), ["applied", "pending"]);
  });
});
