import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect as connectSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findMongod } from "../../../tools/lib/mongod-binary.mjs";
import { freePort, startNode, stopNode } from "../../../tools/lib/node.mjs";

/** How a server is started. */
export interface ServerOptions {
  /** Further arguments of mongod. */
  readonly more?: readonly string[];
  /** A member of a replica set `rs0`, to be initiated by the test. */
  readonly replicaSet?: boolean;
}

/** Tries to reach a server, every 50 ms, that is starting. */
const TRIES = 1200;

/** A mongod of a test's own that can be killed and started again, on the same port and with its data. */
export class TestServer implements AsyncDisposable {
  readonly port: number;
  readonly #folder: string;
  readonly #path: string;
  readonly #options: ServerOptions;
  #keeper: ChildProcess | undefined;

  private constructor(path: string, port: number, options: ServerOptions) {
    this.#path = path;
    this.port = port;
    this.#options = options;
    this.#folder = mkdtempSync(join(tmpdir(), "haricot-connections-"));
    mkdirSync(join(this.#folder, "data"));
  }

  static async start(options: ServerOptions = {}): Promise<TestServer> {
    const { path } = await findMongod();
    const server = new TestServer(path, await freePort(), options);
    await server.startAgain();
    return server;
  }

  /** Address and port, as in a URI. */
  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Starts the server after {@link TestServer.kill}; resolves when it listens. */
  async startAgain(): Promise<void> {
    const { more = [], replicaSet = false } = this.#options;
    const keeper = startNode({
      path: this.#path,
      data: join(this.#folder, "data"),
      port: this.port,
      log: this.#log,
      replicaSet,
      keepData: true,
      more: [...more],
    });
    this.#keeper = keeper;
    for (let tries = 0; !(await listens(this.port)); tries++) {
      if (keeper.exitCode !== null || tries > TRIES) {
        throw new Error(`mongod did not start: ${this.#lastLines()}`);
      }
      await sleep(50);
    }
  }

  /** Ends the server as a power failure would. */
  async kill(): Promise<void> {
    if (this.#keeper !== undefined) await stopNode(this.#keeper);
    this.#keeper = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  get #log(): string {
    return join(this.#folder, "log");
  }

  #lastLines(): string {
    return existsSync(this.#log) ? readFileSync(this.#log, "utf8").trim().split("\n").slice(-3).join("\n") : "no log";
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectSocket(port, "127.0.0.1");
    socket.on("error", () => resolve(false));
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}
