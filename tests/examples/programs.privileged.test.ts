import assert from "node:assert/strict";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, test } from "node:test";
import { testDatabase } from "../support/database.ts";
import { library, uri } from "../support/environment.ts";
import { inDeno, type Program, runProgram, startProgram } from "../support/programs.ts";
import { client } from "./service-client.ts";

const example = (path: string): URL => new URL(`../../examples/${path}`, import.meta.url);
const shop = testDatabase("example_programs");
const address = (): string => uri.replace(/^(mongodb:\/\/[^/]+\/)/, `$1${shop.database.name}`);
const found = { HARICOT_LIBRARY: library };
// The script reads one variable: where the library is.
const permissions = [`--allow-ffi=${library}`, "--allow-env=HARICOT_LIBRARY"];

describe("examples as programs of their own", () => {
  test("the script imports, reports, and ends by itself", async () => {
    const run = () => runProgram(example("import-books.ts"), { args: [address()], env: found, permissions });
    const report = [
      "classic: 2 at 17.20 on average",
      "fantasy: 2 at 18.25 on average",
      "science fiction: 1 at 9.90 on average",
    ];
    for (const word of ["new", "known"]) {
      const { code, output, errors } = await run();
      assert.deepEqual([code, errors], [0, ""]);
      const [first, second, third, skipped, ...rest] = output.trim().split("\n");
      assert.deepEqual([first, second, third], [
        `${word}: The Lord of the Rings`,
        `${word}: Foundation`,
        `${word}: The Way of Kings`,
      ]);
      assert.match(skipped!, /^skipped: isbn: 13 digits; title: .*; price: .*; publishedAt: .*ISO 8601/);
      assert.deepEqual(rest, report);
    }
  });

  test("the migrations run there and back", async () => {
    const reading = `--allow-read=${fileURLToPath(example("migrations"))}`;
    const { code, output, errors } = await runProgram(example("migrating.ts"), {
      args: [address()],
      env: found,
      permissions: [...permissions, reading],
    });
    assert.deepEqual([code, errors], [0, ""]);
    const batches = (name: string) => [`1/1 ${name}`, "    250 of 600", "    500 of 600", "    600 of 600"];
    assert.deepEqual(output.trim().replace(/[0-9a-f]{24}/, "(id)").split("\n"), [
      '{"name":"Ursula Le Guin","city":"Portland"}',
      ...batches("20261001080000_split_names"),
      '{"firstName":"Ursula","lastName":"Le Guin","city":"Portland"}',
      "1/1 20261015090000_cities",
      "    600 of 600",
      '{"firstName":"Ursula","lastName":"Le Guin","city":"(id)"}',
      "now at 20261015090000_cities",
      "1/2 20261015090000_cities",
      "    600 of 600",
      ...batches("20261001080000_split_names").map((line) => line.replace("1/1", "2/2")),
      '{"name":"Ursula Le Guin","city":"Portland"}',
    ]);
  });

  test("the web service serves", async () => {
    const port = await freePort();
    const server = startProgram(example("web-service/serve.ts"), {
      command: ["serve", `--port=${port}`, "--host=127.0.0.1"],
      permissions: [`--allow-ffi=${library}`, "--allow-env"],
      env: { ...found, MONGODB_URI: address(), PORT: String(port) },
    });
    try {
      await listening(server, port);
      const send = client((path, request) => fetch(`http://127.0.0.1:${port}${path}`, request));
      const book = { isbn: "9780000000001", title: "A", price: 1, publishedAt: "2026-01-01T00:00:00.000Z", tags: [] };
      const { status, json } = await send("POST", "/books", book);
      assert.equal(status, 201);
      assert.deepEqual((await send("GET", `/books/${json.id}`)).json, { id: json.id, ...book });
      assert.equal((await send("POST", "/books", {})).status, 422);
    } finally {
      server.kill("SIGKILL");
    }
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on("error", reject).listen(0, "127.0.0.1", () => {
      const place = probe.address();
      probe.close(() => resolve(typeof place === "object" && place !== null ? place.port : 0));
    });
  });
}

/** Waits until the service answers; what it wrote is told when it ended instead. */
async function listening(server: Program, port: number): Promise<void> {
  let errors = "";
  server.stderr.setEncoding("utf8").on("data", (text: string) => errors += text);
  for (let attempt = 0; attempt < 600; attempt++) {
    assert.equal(server.exitCode, null, errors);
    try {
      await fetch(`http://127.0.0.1:${port}/schema`);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`The service did not begin to listen ${inDeno ? "in Deno" : "in Bun"}: ${errors}`);
}
