import assert from "node:assert/strict";
import { before } from "node:test";
import { init } from "../../src/document/init.ts";
import type { ModelClassLike } from "../../src/schema/model.ts";
import { studioApp } from "../../studio/app.ts";
import { Registry } from "../../studio/registry.ts";
import type { ValueNode } from "../../studio/values/node.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { MODELS } from "./models.ts";

export const PORT = 4711;
export const TOKEN = "the-token-of-these-tests";

/** An answer of the studio. */
export interface Answer {
  readonly status: number;
  // deno-lint-ignore no-explicit-any -- tests say what they expect of it
  readonly body: any;
  readonly headers: Headers;
}

export interface TestStudio {
  readonly server: TestDatabase;
  /** Asks as the page does, without a network; `headers` take the place of the page's, null leaves one out. */
  ask(name: string, body: unknown, headers?: Readonly<Record<string, string | null>>): Promise<Answer>;
  /** The same, and it has to succeed. */
  // deno-lint-ignore no-explicit-any -- see above
  get(name: string, body: unknown): Promise<any>;
}

/** The models of these tests in a database of their own, and a studio over them. */
export function testStudio(name: string, { readOnly = false }: { readOnly?: boolean } = {}): TestStudio {
  const server = testDatabase(`studio_${name}`);
  let handler: { fetch(request: Request): Response | Promise<Response> };
  before(async () => {
    await init({ database: server.database, documentModels: MODELS });
    handler = studioApp({
      registry: new Registry(MODELS as unknown as ModelClassLike[]),
      database: server.database.name,
      token: TOKEN,
      readOnly,
      port: () => PORT,
      redact: (text) => text.replaceAll("hunter2", "***"),
    });
  });
  const ask: TestStudio["ask"] = async (path, body, headers = {}) => {
    const given = {
      "content-type": "application/json",
      "host": `127.0.0.1:${PORT}`,
      "origin": `http://127.0.0.1:${PORT}`,
      "authorization": `Bearer ${TOKEN}`,
      ...headers,
    };
    const request = new Request(`http://127.0.0.1:${PORT}/api/${path}`, {
      method: "POST",
      headers: Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null),
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    const response = await handler.fetch(request);
    return { status: response.status, body: await response.json(), headers: response.headers };
  };
  return {
    server,
    ask,
    async get(path, body) {
      const answer = await ask(path, body);
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      return answer.body;
    },
  };
}

/** What a node holds below a path. */
export function nodeAt(node: ValueNode, ...path: string[]): ValueNode | undefined {
  let at: ValueNode | undefined = node;
  for (const step of path) {
    if (at?.t === "object") at = at.v.find(([key]) => key === step)?.[1];
    else if (at?.t === "array") at = at.v[Number(step)];
    else return undefined;
  }
  return at;
}

/** An object of fields. */
export function object(fields: Readonly<Record<string, ValueNode>>): ValueNode {
  return { t: "object", v: Object.entries(fields) };
}
