import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import process from "node:process";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../../tools/lib/project.mjs";

const PROGRAM = `
import { withServer } from "./tools/lib/with-server.mjs";
await withServer(async ({ uri }) => {
  console.log("READY " + uri);
  await new Promise((resolve) => setTimeout(resolve, 60_000));
});`;

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectSocket(port, "127.0.0.1");
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}

async function portAfter(signal: "SIGINT" | "SIGKILL"): Promise<{ port: number; before: boolean; after: boolean }> {
  const { MONGODB_URI: _, ...env } = process.env;
  const tool = spawn("node", ["--input-type=module", "-e", PROGRAM], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  tool.stdout.setEncoding("utf8").on("data", (text: string) => output += text);
  while (!output.includes("READY")) await Promise.race([once(tool.stdout, "data"), failure(tool, () => output)]);
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(output)?.[1]);
  const before = await listens(port);
  const ended = once(tool, "exit");
  tool.kill(signal);
  await ended;
  for (let tries = 0; tries < 100 && await listens(port); tries++) await sleep(50);
  return { port, before, after: await listens(port) };
}

async function failure(tool: ReturnType<typeof spawn>, output: () => string): Promise<never> {
  await once(tool, "exit");
  throw new Error(`the server did not start: ${output()}`);
}

describe("the server that the tools start", () => {
  for (const signal of ["SIGINT", "SIGKILL"] as const) {
    test(`does not outlive the tool that gets ${signal}`, async () => {
      const { before, after } = await portAfter(signal);
      assert.deepEqual({ before, after }, { before: true, after: false });
    });
  }
});
