import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import { close, connect } from "../../mod.ts";
import { library, uri as server } from "../../.cache/test-environment.ts";
import { runProgram } from "../support/programs.ts";

/** Runs the code of a page on an empty database and compares what it prints with what the page says. */
export async function printsOf(page: string, run: (uri: string) => Promise<void>, expected: string[]): Promise<void> {
  const log = console.log;
  const lines: string[] = [];
  await onEmptyDatabase(page, async (uri) => {
    console.log = (...parts: unknown[]) => void lines.push(...format(...parts).split("\n"));
    try {
      await run(uri);
    } finally {
      console.log = log;
      await close();
    }
  });
  assert.deepEqual(lines, expected);
}

/** Runs a program of a page on an empty database and compares what it prints with what the page says. */
export async function programPrints(page: string, program: URL, expected: string[]): Promise<void> {
  await onEmptyDatabase(page, async (uri) => {
    const { code, output, errors } = await runProgram(program, {
      env: { DOCUMENTED_URI: uri, HARICOT_LIBRARY: library },
      cwd: fileURLToPath(new URL(".", program)),
      permissions: [`--allow-ffi=${library}`, "--allow-env", "--allow-read"],
    });
    assert.deepEqual({ code, errors, lines: output.trimEnd().split("\n") }, { code: 0, errors: "", lines: expected });
  });
}

/** Calls with the address of a database that is empty before, and dropped afterwards. */
async function onEmptyDatabase(page: string, work: (uri: string) => Promise<void>): Promise<void> {
  const database = `docs_${page.replace(/\W/g, "_").toLowerCase()}`;
  const client = await connect(server, { library });
  const drop = (): Promise<unknown> => client.database(database).command({ dropDatabase: 1 });
  await drop();
  try {
    await work(server.replace(/^(mongodb:\/\/[^/]+\/)/, `$1${database}`));
  } finally {
    await drop();
    await client.close();
  }
}
