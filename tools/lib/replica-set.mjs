import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findMongod } from "./mongod-binary.mjs";
import { freePort, startNode, stopNode } from "./node.mjs";
import { Problem } from "./problem.mjs";

/** A replica set of three nodes, for tests that kill some of them. */
export class ReplicaSet {
  #path;
  #folder;
  #nodes = [];

  static async start() {
    const set = new ReplicaSet();
    set.#path = (await findMongod()).path;
    set.#folder = mkdtempSync(join(tmpdir(), "haricot-faults-"));
    for (let index = 0; index < 3; index++) {
      const data = join(set.#folder, `node${index}`);
      mkdirSync(data);
      set.#nodes.push({ port: await freePort(), data, log: join(set.#folder, `node${index}.log`), keeper: undefined });
      set.#startNode(index);
    }
    await set.#initiate();
    return set;
  }

  get uri() {
    return `mongodb://${this.#nodes.map(({ port }) => `127.0.0.1:${port}`).join(",")}/?replicaSet=rs0`;
  }

  /** Kills the primary with SIGKILL, waits for its successor, and starts the killed node again. */
  async killPrimary() {
    const primary = await this.#primary();
    await stopNode(this.#nodes[primary].keeper);
    await this.#primary(primary);
    this.#startNode(primary);
  }

  /** Waits until all three nodes take part again, and one of them is the primary. */
  async settled() {
    for (let tries = 0; tries < 600; tries++) {
      const states = await Promise.all(this.#nodes.map(({ port }) => hello(port)));
      if (
        states.every((state) => state?.isWritablePrimary || state?.secondary) &&
        states.some((state) => state.isWritablePrimary)
      ) return;
      await sleep(100);
    }
    throw await this.#problem("The replica set did not settle in a minute");
  }

  async stop() {
    await Promise.all(this.#nodes.splice(0).map(({ keeper }) => stopNode(keeper)));
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #startNode(index) {
    const node = this.#nodes[index];
    node.keeper = startNode({ ...node, path: this.#path, replicaSet: true, keepData: true });
  }

  async #initiate() {
    await this.#answering();
    const { MongoClient } = await import("mongodb");
    const client = new MongoClient(`mongodb://127.0.0.1:${this.#nodes[0].port}/?directConnection=true`, {
      serverSelectionTimeoutMS: 60_000,
    });
    try {
      const members = this.#nodes.map(({ port }, _id) => ({ _id, host: `127.0.0.1:${port}` }));
      await client.db("admin").command({
        replSetInitiate: {
          _id: "rs0",
          members,
          settings: { electionTimeoutMillis: 1000, heartbeatIntervalMillis: 200 },
        },
      });
    } finally {
      await client.close();
    }
    await this.settled();
  }

  /** Waits until all nodes take connections: a set is not begun with one that does not. */
  async #answering() {
    for (let tries = 0; tries < 600; tries++) {
      const states = await Promise.all(this.#nodes.map(({ port }) => hello(port)));
      if (states.every((state) => state !== undefined)) return;
      await sleep(100);
    }
    throw await this.#problem("The nodes of the replica set did not start in a minute");
  }

  async #primary(except = -1) {
    for (let tries = 0; tries < 600; tries++) {
      const states = await Promise.all(
        this.#nodes.map(({ port }, index) => index === except ? undefined : hello(port)),
      );
      const found = states.findIndex((state) => state?.isWritablePrimary);
      if (found >= 0) return found;
      await sleep(100);
    }
    throw await this.#problem("No node became primary in a minute");
  }

  /** What went wrong, with what each node says of itself. */
  async #problem(what) {
    const states = await Promise.all(this.#nodes.map(({ port }) => hello(port)));
    const told = states.map((state, index) => {
      if (state === undefined) return `node ${index} does not answer`;
      const role = state.isWritablePrimary
        ? "primary"
        : state.secondary
        ? "secondary"
        : "neither primary nor secondary";
      return `node ${index} is ${role}`;
    });
    return new Problem(`${what}: ${told.join(", ")}.`);
  }
}

async function hello(port) {
  const { MongoClient } = await import("mongodb");
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 2000,
  });
  try {
    return await client.db("admin").command({ hello: 1 });
  } catch {
    return undefined;
  } finally {
    await client.close();
  }
}
