import assert from "node:assert/strict";
import { format } from "node:util";
import { close, connect } from "../../mod.ts";
import { library, uri as server } from "../../.cache/test-environment.ts";

/** Runs the code of a page on an empty database and compares what it prints with what the page says. */
export async function printsOf(page: string, run: (uri: string) => Promise<void>, expected: string[]): Promise<void> {
  const database = `docs_${page.replace(/\W/g, "_").toLowerCase()}`;
  const uri = server.replace(/^(mongodb:\/\/[^/]+\/)/, `$1${database}`);
  const client = await connect(server, { library });
  const drop = (): Promise<unknown> => client.database(database).command({ dropDatabase: 1 });
  await drop();
  const log = console.log;
  const lines: string[] = [];
  console.log = (...parts: unknown[]) => void lines.push(format(...parts));
  try {
    await run(uri);
  } finally {
    console.log = log;
    await close();
    await drop();
    await client.close();
  }
  assert.deepEqual(lines, expected);
}
