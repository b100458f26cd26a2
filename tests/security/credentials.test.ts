import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { z } from "zod";
import { AuthenticationError, connect, type ConnectOptions, Document, HaricotError, init } from "../../mod.ts";
import { library, uri } from "../support/environment.ts";

const SECRET = "hunter2s3cr3t";
const HOST = new URL(uri.replace(/^mongodb/, "http")).host;
const soon: ConnectOptions = { library, serverSelectionTimeoutMS: 300 };

/** Everything of an error that could end in a log. */
function shown(error: unknown): string {
  const parts: unknown[] = [];
  for (let at = error; at instanceof Error; at = at.cause) {
    parts.push(at.message, at.stack, JSON.stringify(at), JSON.stringify(Object.getOwnPropertyDescriptors(at)));
  }
  return [String(error), inspect(error, { depth: 9, showHidden: true }), ...parts].join("\n");
}

async function failure(run: () => Promise<unknown>): Promise<HaricotError> {
  try {
    await run();
  } catch (error) {
    assert.ok(error instanceof HaricotError, `not an error of Haricot: ${error}`);
    const text = shown(error);
    assert.ok(!text.includes(SECRET), `the secret is shown: ${text}`);
    return error;
  }
  return assert.fail("It connected.");
}

describe("credentials are in no error", () => {
  const MALFORMED = [
    `mongodb://ann:${SECRET}%@${HOST}/shop`,
    `mongodb://ann:${SECRET}%zz@${HOST}/shop`,
    `mongodb://ann:${SECRET}%é@${HOST}/shop`,
    `mongodb://ann:%ff${SECRET}@${HOST}/shop`,
    `mongodb://ann:${SECRET}?x@${HOST}/shop`,
    `mongodb://ann:1?${SECRET}@${HOST}/shop`,
    `mongodb://ann:1?${SECRET}=x@${HOST}/shop`,
    `mongodb://ann:1@x?${SECRET}=x@${HOST}/shop`,
    `mongodb://ann:x?tls=${SECRET}@${HOST}/shop`,
    `mongodb://ann:1?tls=${SECRET}@${HOST}/shop`,
    `mongodb://ann:1?readPreference=${SECRET}@${HOST}/shop`,
    `mongodb://ann:1?maxPoolSize=${SECRET}@${HOST}/shop`,
    `mongodb://ann:${SECRET}#x@${HOST}/shop`,
    `mongodb://ann:${SECRET}/x@${HOST}/shop`,
    `mongodb://ann:1/${SECRET}@${HOST}/shop`,
    `mongodb://ann:${SECRET}@x@${HOST}/shop`,
    `mongodb://ann:${SECRET}:x@${HOST}/shop`,
    `mongodb://ann:${SECRET} x@${HOST}/shop`,
    `mongodb://ann:${SECRET}\n@${HOST}/shop`,
    `mongodb://:${SECRET}@${HOST}/shop`,
    `mongodb://ann:${SECRET}@`,
    `mongodb://ann:${SECRET}@/shop`,
    `mongodb://ann:${SECRET}@${HOST},/shop`,
    `mongodb://ann:${SECRET}@127.0.0.1:port/shop`,
    `mongodb://ann:${SECRET}@127.0.0.1:99999999/shop`,
    `mongodb://ann:${SECRET}`,
    `mongodb//ann:${SECRET}@${HOST}/shop`,
    `postgres://ann:${SECRET}@${HOST}/shop`,
    `mongodb+srv://ann:${SECRET}@${HOST}/shop`,
    `mongodb+srv://ann:${SECRET}@host.invalid/shop`,
    `mongodb+srv://ann:1?${SECRET}@host.invalid/shop`,
    `mongodb://ann:${SECRET}@${HOST}/shop?authMechanism=NOPE`,
    `mongodb://ann:${SECRET}@${HOST}/shop?authMechanismProperties=${SECRET}`,
    `mongodb://ann:${SECRET}@${HOST}/shop?authMechanism=MONGODB-AWS&authMechanismProperties=AWS_SESSION_TOKEN`,
    `mongodb://ann:${SECRET}@${HOST}/shop?tlsCertificateKeyFilePassword=${SECRET}&tls=true`,
    `mongodb://ann:${SECRET}@${HOST}/shop?noSuchOption=${SECRET}`,
    `mongodb://ann:${SECRET}@${HOST}/shop?password=${SECRET}`,
    `mongodb://ann:${SECRET}@${HOST}/shop?maxPoolSize=${SECRET}`,
    `mongodb://ann:${SECRET}@${HOST}/shop?tls=${SECRET}`,
    `mongodb://ann:${SECRET}@${HOST}/shop?compressors=${SECRET}`,
  ];

  for (const malformed of MALFORMED) {
    const name = malformed.replaceAll(SECRET, "<secret>").replace(HOST, "<host>");
    test(`${JSON.stringify(name)} through connect and init`, async () => {
      const error = await failure(() => connect(malformed, soon));
      assert.match(error.code, /^(argument|connection)\./);
      assert.ok(error.message.length > 20, error.message);
      const isHarmless = /invalid\/|:99999999/.test(malformed);
      if (!isHarmless) await failure(() => init({ uri: malformed, database: "shop", documentModels: [] }));
    });
  }

  test("a wrong password", async () => {
    const error = await failure(() => connect(`mongodb://ann:${SECRET}@${HOST}/?replicaSet=rs0`, soon));
    assert.ok(error instanceof AuthenticationError);
    assert.match(error.message, /user name, password, authSource/);
  });

  test("a wrong password in the options", async () => {
    const error = await failure(() => connect(uri, { ...soon, username: "ann", password: SECRET }));
    assert.ok(error instanceof AuthenticationError);
  });

  test("a password that must be percent-encoded arrives as it is meant", async () => {
    const odd = encodeURIComponent(`${SECRET}?@/:#[]% é`);
    const error = await failure(() => connect(`mongodb://ann:${odd}@${HOST}/?replicaSet=rs0`, soon));
    assert.ok(error instanceof AuthenticationError);
  });

  test("a server that is not there", async () => {
    const error = await failure(() => connect(`mongodb://ann:${SECRET}@127.0.0.1:1/shop`, soon));
    assert.equal(error.code, "connection.server_selection");
    assert.match(error.message, /is the server running/);
  });

  test("unknown and wrong options", async () => {
    const wrong: Record<string, unknown>[] = [
      { password: [SECRET] },
      { username: { $gt: SECRET }, password: SECRET },
      { [SECRET]: 1 },
      { noSuchOption: SECRET },
      { maxPoolSize: SECRET },
      { maxPoolSize: -1 },
      { maxPoolSize: NaN },
      { tls: SECRET },
      { authMechanism: SECRET, username: "ann" },
      { authMechanismProperties: SECRET },
    ];
    for (const options of wrong) {
      const error = await failure(() => connect(uri, { ...soon, password: SECRET, ...options } as ConnectOptions));
      assert.match(error.code, /^(argument|connection)\./);
    }
  });
});

describe("a client shows nothing of its URI", () => {
  test("as text, JSON, or inspected, nor do the models bound to it", async () => {
    // The server knows no users: a name in the options of the application stands for the URI.
    const client = await connect(`${uri}&appName=${SECRET}`, { library });
    class Note extends Document({ text: z.string() }) {}
    await init({ database: client.database("shop"), documentModels: [Note], skipIndexes: true });
    const session = await client.startSession();
    for (const value of [client, client.database("shop"), session, Note, new Note({ text: "x" }), Note.find()]) {
      for (
        const text of [String(value), JSON.stringify(value) ?? "", inspect(value, { depth: 20, showHidden: true })]
      ) {
        assert.ok(!text.includes(SECRET), text);
      }
    }
    await session.end();
    await client.close();
  });
});
