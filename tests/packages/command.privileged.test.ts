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

/** The documented lines (docs/cli.md), by what they begin with. */
const RUNS: readonly { name: string; add: string[]; line: string[] }[] = inDeno
  ? [
    {
      name: "deno run -A npm:haricot",
      add: ["deno", "add", "--quiet", "npm:haricot", "npm:zod"],
      line: ["deno", "run", "-A", "--quiet", "npm:haricot"],
    },
    {
      name: "deno run with the permissions that it needs",
      add: ["deno", "add", "--quiet", "npm:haricot", "npm:zod"],
      line: [
        ...["deno", "run", "--no-prompt", "--quiet"],
        ...["--allow-ffi", "--allow-env", "--allow-read", "--allow-write", "npm:haricot"],
      ],
    },
  ]
  : [
    { name: "bunx haricot", add: ["bun", "add", "haricot"], line: ["bunx", "haricot"] },
    { name: "node_modules/.bin/haricot", add: ["bun", "add", "haricot"], line: ["node_modules/.bin/haricot"] },
  ];

describe("the command from the installed packages", () => {
  let published: Published;
  before(async () => {
    published = await publish();
  });
  after(() => published.remove());

  for (const { name, add, line: [program, ...first] } of RUNS) {
    test(`${name}: status, a migration, indexes, models`, async () => {
      const address = uri.replace(/^(mongodb:\/\/[^/]+\/)/, `$1${server.database.name}`);
      const files = { "shop.ts": SHOP, "migrations/20260101000000_dearer.ts": MIGRATION };
      const manifest = { [inDeno ? "deno.json" : "package.json"]: "{}" };
      const project = new UsersProject(published, { ...manifest, ...files }, { HARICOT_URI: address });
      await project.run(add[0]!, ...add.slice(1));
      const haricot = async (...args: string[]): Promise<string> => {
        const { code, output, printed } = await project.attempt(program!, ...first, ...args);
        assert.equal(code, 0, output);
        return printed;
      };
      const status = async () => {
        const { migrations } = JSON.parse(await haricot("status", "--json")) as { migrations: { state: string }[] };
        return migrations.map(({ state }) => state);
      };

      await server.database.command({ dropDatabase: 1 });
      await server.database.command({ insert: "products", documents: [{ name: "Assam", price: 4 }] });
      assert.match(await haricot("--help"), /migrate.*run migrations/);
      assert.deepEqual(await status(), ["pending"]);
      await haricot("migrate");
      assert.deepEqual(await status(), ["applied"]);
      const { cursor } = await server.database.command({ find: "products" });
      assert.equal((cursor as { firstBatch: { price: number }[] }).firstBatch[0]!.price, 5);
      const differences = async (verb: string) => {
        const [{ create }] = JSON.parse(await haricot("indexes", verb, "--models", "shop.ts", "--json"));
        return create.map((index: { name: string }) => index.name);
      };
      assert.deepEqual(await differences("diff"), ["name_1"]);
      await haricot("indexes", "sync", "--models", "shop.ts");
      assert.deepEqual(await differences("diff"), []);
      assert.match(await haricot("models", "pull"), /class Product extends Document/);
      await haricot("new-migration", "-n", "cheaper");
      assert.deepEqual(await status(), ["applied", "pending"]);
    });
  }
});
