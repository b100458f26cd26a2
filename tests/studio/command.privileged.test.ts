import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import process from "node:process";
import { after, before, describe, test } from "node:test";
import { insert } from "../support/insert.ts";
import { testDatabase } from "../support/database.ts";
import type { Program } from "../support/programs.ts";
import { project } from "../cli/support.ts";

const started: Program[] = [];
after(() => {
  for (const program of started) if (program.exitCode === null) program.kill("SIGKILL");
});
const server = testDatabase("studio_command");
const made = project(server);

const MODELS = `import { Document, View, indexed, type Settings, type ViewSettings } from "haricot";
import { z } from "zod";
export class Product extends Document({ name: z.string(), price: indexed(z.number()) }) {
  static settings = { name: "products" } satisfies Settings;
  static customInit() { throw new Error("the studio is to run nothing of the application's"); }
}
export class Cheap extends View({ name: z.string() }) {
  static settings = { name: "cheap", source: Product, pipeline: [] } satisfies ViewSettings;
}
`;

before(async () => {
  made.write("models.ts", MODELS);
  await insert(server.database, "products", [{ name: "Dark", price: 5 }]);
});

/** What the program prints on stdout until a line is whole. */
async function firstLine(program: Program): Promise<string> {
  started.push(program);
  let text = "";
  for await (const part of program.stdout) {
    text += part;
    if (text.includes("\n")) break;
  }
  return text.split("\n")[0]!;
}

/** How the program ends when it is interrupted. Not by its `kill`, after which Deno reports the signal whatever happened. */
async function interrupted(program: Program): Promise<unknown[]> {
  const ended = once(program, "exit");
  process.kill(program.pid!, "SIGINT");
  return await ended;
}

async function ask(base: string, token: string, name: string, body: unknown): Promise<Response> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  return await fetch(`${base}/api/${name}`, { method: "POST", headers, body: JSON.stringify(body) });
}

describe("haricot studio", () => {
  test("prints an address with a token, answers there, and ends with the interrupt", async () => {
    const program = made.start(["studio", "--uri", made.uri, "--models", "models.ts", "--read-only"]);
    const [, base, token] = /^(http:\/\/127\.0\.0\.1:\d+)\/#token=([\w-]{43})$/.exec(await firstLine(program)) ?? [];
    assert.ok(base !== undefined && token !== undefined);
    const answer = await ask(base, token, "models", {});
    const { database, readOnly, models } = await answer.json() as Record<string, unknown> & {
      models: { name: string }[];
    };
    assert.deepEqual([database, readOnly], [server.database.name, true]);
    assert.deepEqual(models.map(({ name }) => name), ["Cheap", "Product"]);
    assert.equal((await ask(base, token.replace(/.$/, "!"), "models", {})).status, 401);
    assert.match(await (await fetch(base)).text(), /Haricot studio/);
    assert.deepEqual(await interrupted(program), [0, null]);
    await assert.rejects(fetch(base));
  });

  test("creates nothing: no index, no view", async () => {
    const program = made.start(["studio", "--uri", made.uri, "--models", "models.ts", "--json"]);
    started.push(program);
    let text = "";
    for await (const part of program.stdout) {
      text += part;
      if (text.includes("}")) break;
    }
    const { address, port } = JSON.parse(text) as { address: string; port: number };
    const [base, token] = address.split("/#token=") as [string, string];
    assert.equal(base, `http://127.0.0.1:${port}`);
    const { indexes } = await (await ask(base, token, "indexes", { model: "Product" })).json() as {
      indexes: { name: string; state: string }[];
    };
    assert.deepEqual(indexes.map(({ name, state }) => [name, state]), [["_id_", "own"], ["price_1", "missing"]]);
    await interrupted(program);
    const { cursor } = await server.database.command({ listCollections: 1 }) as {
      cursor: { firstBatch: { name: string }[] };
    };
    assert.deepEqual(cursor.firstBatch.map(({ name }) => name), ["products"]);
  });

  test("a port that is in use, and one that is none", async () => {
    const other = createServer();
    other.listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    const args = ["studio", "--uri", made.uri, "--models", "models.ts", "--port"];
    const used = await made.haricot([...args, String(port)]);
    other.close();
    assert.deepEqual([used.code, used.output], [2, ""]);
    assert.match(used.errors, new RegExp(`port ${port} is in use`));
    assert.equal((await made.haricot([...args, "70000"])).code, 2);
  });

  test("without models, and with help", async () => {
    const { code, errors } = await made.haricot(["studio", "--uri", made.uri]);
    assert.equal(code, 2);
    assert.match(errors, /the models are missing/);
    const { output } = await made.haricot(["studio", "--help"]);
    assert.match(output, /--read-only/);
  });
});
