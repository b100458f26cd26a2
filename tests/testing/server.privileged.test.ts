import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { connect as connectSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { findMongod } from "../../tools/lib/mongod-binary.mjs";
import { library } from "../support/environment.ts";
import { inDeno, type Outcome, runProgram, startProgram } from "../support/programs.ts";

const program = new URL("programs/server.ts", import.meta.url);
const mongod = (await findMongod()).path;
const ALLOWED = [`--allow-ffi=${library}`, "--allow-env", "--allow-run=sh"];

function run(args: string[], env: Record<string, string>, permissions = ALLOWED): Promise<Outcome> {
  return runProgram(program, {
    args,
    permissions,
    env: { HARICOT_LIBRARY: library, MONGODB_URI: "", MONGOD_BIN: mongod, ...env },
  });
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectSocket(port, "127.0.0.1");
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}

/** The server ends within a second or two of its process; that it takes long is for the runner's own limit to say. */
async function untilGone(pid: number, port: number): Promise<void> {
  while (existsSync(join(tmpdir(), `haricot-mongod-${pid}`)) || await listens(port)) await sleep(50);
}

function portIn(output: string): number {
  return Number(/127\.0\.0\.1:(\d+)/.exec(output)?.[1]);
}

describe("a server for tests", () => {
  test("is a replica set of one, the same for all modules and workers of a process", async () => {
    const { code, output, errors } = await run(["workers"], {}, inDeno ? [...ALLOWED, "--allow-read"] : ALLOWED);
    assert.equal(code, 0, errors);
    assert.match(output, /^mongodb:\/\/127\.0\.0\.1:\d+\/\?replicaSet=rs0\n$/);
  });

  test("ends with the process that it was started for, also when that is killed; its data goes with it", async () => {
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      const env = { HARICOT_LIBRARY: library, MONGODB_URI: "", MONGOD_BIN: mongod };
      const child = startProgram(program, { args: ["wait"], permissions: ALLOWED, env });
      const printed = await new Promise<string>((resolve, reject) => {
        child.stdout.once("data", (bytes: Uint8Array) => resolve(new TextDecoder().decode(bytes)));
        child.once("close", () => reject(new Error("the program ended")));
      });
      const port = portIn(printed);
      assert.equal(await listens(port), true);
      child.kill(signal);
      await untilGone(child.pid!, port);
    }
  });

  test("is that of MONGODB_URI when it is set", async () => {
    const { code, errors } = await run([], { MONGODB_URI: "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=50" });
    assert.equal(code, 1);
    assert.match(errors, /no suitable server was found within serverSelectionTimeoutMS/);
  });

  test("is missed with an error that says how to get one", async () => {
    const { code, errors } = await run([], { MONGOD_BIN: "/nowhere/mongod" });
    assert.equal(code, 1);
    assert.match(errors, /There is no MongoDB server for the tests: MONGOD_BIN names \/nowhere\/mongod/);
    assert.match(errors, /MONGODB_URI/);
    assert.match(errors, /docker run/);
  });

  test("that does not start says what mongod said", async () => {
    const { code, errors } = await run([], { MONGOD_BIN: "/bin/false" });
    assert.equal(code, 1);
    assert.match(errors, /could not be started for the tests: it ended before it took connections/);
  });

  if (inDeno) {
    test("needs permissions, and says which", async () => {
      const { code, errors } = await run([], {}, [`--allow-ffi=${library}`]);
      assert.equal(code, 1);
      assert.match(errors, /--allow-env --allow-run=sh/);
      assert.match(errors, /--allow-env=MONGODB_URI/);
    });
  }
});
