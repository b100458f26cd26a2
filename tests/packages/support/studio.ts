import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { uri } from "../../support/environment.ts";
import type { UsersProject } from "./users-project.ts";

const MODELS = `import { Document } from "haricot";
import { z } from "zod";
export class Product extends Document({ name: z.string() }) {}
`;

/** Starts the studio of an installed package over a module of the user's, and asks it for its page and for the models. */
export async function checkStudio(project: UsersProject, database: string, command: readonly string[]): Promise<void> {
  project.write("models.ts", MODELS);
  const [program = "", ...args] = command;
  const address = uri.replace(/^(mongodb:\/\/[^/]+\/)/, `$1${database}`);
  const child = spawn(program, [...args, "studio", "--uri", address, "--models", "models.ts"], {
    cwd: project.folder,
    env: { ...process.env, NO_COLOR: "1", ...project.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "", errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => errors += text);
  const ended = once(child, "exit");
  try {
    for await (const part of child.stdout.setEncoding("utf8")) {
      output += part;
      if (output.includes("\n")) break;
    }
    const [base, token] = output.trim().split("/#token=");
    assert.ok(base !== undefined && token !== undefined, `${output}\n${errors}`);
    for (const path of ["/", "/page/main.mjs", "/page/base.css", "/vendor/preact", "/vendor/hooks", "/vendor/htm"]) {
      const file: Response = await fetch(base + path);
      assert.equal(file.status, 200, path);
      assert.ok((await file.text()).length > 100, path);
    }
    const answer = await fetch(`${base}/api/models`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: "{}",
    });
    const { models } = await answer.json() as { models: { name: string }[] };
    assert.deepEqual(models.map(({ name }) => name), ["Product"]);
  } finally {
    child.kill("SIGINT");
    await ended;
  }
}
