import { execFile } from "node:child_process";
import process from "node:process";
import { currentAdapter } from "../../ffi/runtime.ts";
import { connect } from "../client/connect.ts";
import type { Database } from "../client/database.ts";
import { ServerError } from "../errors/server-error.ts";
import { TestingError } from "../errors/testing-error.ts";
import { MONGOD_SCRIPT } from "./mongod-script.ts";

/** How long a server may take to become primary, in milliseconds. */
const PATIENCE = 60_000;
const ALREADY_INITIALIZED = 23;

/**
 * Starts a mongod as a replica set of one, or gives the one that this process has already, whichever of its modules and workers started it.
 *
 * @param program path of mongod; default: the one on the PATH
 * @param library path of the native library, as for `connect`
 * @returns its address
 * @throws {TestingError} `testing.no_server` when there is no mongod, `testing.server_failed` when it does not start
 */
export async function startMongod(program: string | undefined, library: string | undefined): Promise<string> {
  const port = await runScript(program ?? "");
  await initiate(port, library);
  return `mongodb://127.0.0.1:${port}/?replicaSet=rs0`;
}

function runScript(program: string): Promise<string> {
  const { environment } = currentAdapter();
  const env: Record<string, string> = {};
  for (const name of ["PATH", "TMPDIR"]) {
    const value = environment(name);
    if (value !== undefined) env[name] = value;
  }
  return new Promise((resolve, reject) => {
    const failed = (code: unknown, said: string, cause?: unknown) => reject(failure(program, code, said, cause));
    try {
      execFile("sh", ["-c", MONGOD_SCRIPT, "sh", String(process.pid), program], { env }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout.trim());
        else failed(error.code, stderr.trim(), error);
      });
    } catch (error) {
      failed("permission", (error as Error).message, error);
    }
  });
}

function failure(program: string, code: unknown, said: string, cause: unknown): TestingError {
  const name = program === "" ? "mongod" : program;
  if (code === 3) {
    return new TestingError(
      "testing.no_server",
      (program === ""
        ? "There is no MongoDB server for the tests: MONGODB_URI is not set, and there is no mongod on the PATH. "
        : `There is no MongoDB server for the tests: MONGOD_BIN names ${program}, which can not be run. `) +
        "Install MongoDB Community Server (https://www.mongodb.com/try/download/community) or name its mongod in MONGOD_BIN, or set MONGODB_URI " +
        "to a server that is running, for example one in Docker: docker run -d -p 27017:27017 mongo.",
    );
  }
  const why = code === 4
    ? `it ended before it took connections: ${said}`
    : code === 5
    ? `its folder can not be used: ${said}`
    : `${said || String(cause)}. It is started by way of sh, which Deno allows with --allow-env --allow-run=sh`;
  return new TestingError(
    "testing.server_failed",
    `${name} could not be started for the tests: ${why}. Or set MONGODB_URI to use a server that is running (Deno: --allow-env=MONGODB_URI).`,
    { cause },
  );
}

/** Makes the server the only member of its replica set and waits until it takes writes. */
async function initiate(port: string, library: string | undefined): Promise<void> {
  const client = await connect(`mongodb://127.0.0.1:${port}/?directConnection=true`, { library });
  try {
    const admin = client.database("admin");
    if (await takesWrites(admin)) return;
    const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
    await admin.command({ replSetInitiate: { _id: "rs0", members } }).catch((error: unknown) => {
      // Another worker of this process was faster.
      if (!(error instanceof ServerError && error.serverCode === ALREADY_INITIALIZED)) throw error;
    });
    const began = Date.now();
    while (!(await takesWrites(admin))) {
      if (Date.now() - began > PATIENCE) {
        throw new TestingError(
          "testing.server_failed",
          `mongod on port ${port} did not become primary within ${
            PATIENCE / 1000
          } s. Is the machine very busy, or its disk full?`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    await client.close();
  }
}

async function takesWrites(admin: Database): Promise<boolean> {
  return (await admin.command({ hello: 1 })).isWritablePrimary === true;
}
