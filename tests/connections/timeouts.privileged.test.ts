import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { after, before, describe, test } from "node:test";
import { connect, ServerSelectionError } from "../../mod.ts";
import { library } from "../support/environment.ts";
import { rejection } from "./support/rejection.ts";

/** Accepts connections and never says a word. */
class Mute {
  readonly #server: Server;
  readonly #sockets: Socket[] = [];

  constructor() {
    this.#server = createServer((socket) => void this.#sockets.push(socket.on("error", () => {})));
  }

  async listen(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  get uri(): string {
    const address = this.#server.address();
    assert.ok(address !== null && typeof address === "object");
    return `mongodb://127.0.0.1:${address.port}/`;
  }

  /** Connections so far. */
  get accepted(): number {
    return this.#sockets.length;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

describe("timeouts of a client", () => {
  let mute: Mute;
  before(async () => await (mute = new Mute()).listen());
  after(() => mute.close());

  test("serverSelectionTimeoutMS ends the search for a server, the shorter one first", async () => {
    const refused = "mongodb://127.0.0.1:1/";
    const giveUp = new AbortController();
    let longEnded = false;
    const long = assert.rejects(
      connect(refused, { library, serverSelectionTimeoutMS: 30_000, signal: giveUp.signal }).finally(() =>
        longEnded = true
      ),
    );
    const error = await rejection(connect(`${refused}?serverSelectionTimeoutMS=200`, { library }));
    assert.ok(error instanceof ServerSelectionError, String(error));
    assert.match(error.message, /serverSelectionTimeoutMS: the connection was refused/);
    assert.equal(longEnded, false);
    giveUp.abort();
    await long;
  });

  test("a server that never answers is ServerSelectionError, too", async () => {
    const error = await rejection(connect(mute.uri, { library, serverSelectionTimeoutMS: 200 }));
    assert.ok(error instanceof ServerSelectionError, String(error));
  });

  test("connectTimeoutMS gives up a silent connection and tries another", async () => {
    const before = mute.accepted;
    const options = { library, connectTimeoutMS: 100, serverSelectionTimeoutMS: 2000 };
    const error = await rejection(connect(mute.uri, options));
    assert.match(error.message, /did not answer/);
    assert.ok(mute.accepted - before >= 2, `${mute.accepted - before} connections`);
  });

  test("a signal ends the attempt at once", async () => {
    const reason = new Error("enough");
    await assert.rejects(connect(mute.uri, { library, signal: AbortSignal.abort(reason) }), reason);
    const later = new AbortController();
    const attempt = assert.rejects(connect(mute.uri, { library, signal: later.signal }), reason);
    later.abort(reason);
    await attempt;
  });
});
