import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { findMongod } from "./mongod-binary.mjs";
import { freePort, startNode, stopNode } from "./node.mjs";
import { Problem } from "./problem.mjs";

const START_SECONDS = 60;

/**
 * The server for tests, demo and benchmarks: that of MONGODB_URI, or one of our own.
 * @param {{ standalone?: boolean, folder?: string }} options `standalone`: no replica set; `folder`: where its data goes, default the temporary folder
 * @returns {Promise<{ uri: string, own: boolean, stop: () => Promise<void> }>}
 */
export async function startServer({ standalone = false, folder = tmpdir() } = {}) {
  const given = process.env.MONGODB_URI;
  if (given) {
    console.log("• server: the one of MONGODB_URI");
    return { uri: given, own: false, stop: async () => {} };
  }
  const { path, source } = await findMongod();
  const port = await freePort();
  const data = mkdtempSync(join(folder, "haricot-mongod-"));
  const log = `${data}.log`;
  const keeper = startNode({ path, data, port, log, replicaSet: !standalone });
  const server = { keeper, log, port };
  await initiate(server, standalone);
  console.log(
    `• server: mongod (${
      source === "PATH" ? "from the PATH" : source === "cache" ? "6.0.5 from the cache" : source
    }) on port ${port}`,
  );
  const uri = `mongodb://127.0.0.1:${port}/${standalone ? "" : "?replicaSet=rs0"}`;
  return { uri, own: true, stop: () => stopNode(keeper) };
}

async function initiate({ keeper, log, port }, standalone) {
  const { MongoClient } = await import("mongodb");
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: START_SECONDS * 1000,
  });
  const gone = new AbortController();
  keeper.once("exit", () => gone.abort());
  try {
    const admin = await Promise.race([connected(client), failed(gone.signal, log)]);
    if (standalone) return;
    await admin.command({ replSetInitiate: { _id: "rs0", members: [{ _id: 0, host: `127.0.0.1:${port}` }] } });
    for (let tries = 0; !(await admin.command({ hello: 1 })).isWritablePrimary; tries++) {
      if (tries > START_SECONDS * 20) {
        throw new Problem(`The replica set on port ${port} did not become ready in ${START_SECONDS} s.`);
      }
      await sleep(50);
    }
  } catch (error) {
    await stopNode(keeper);
    throw error;
  } finally {
    await client.close();
  }
}

async function connected(client) {
  await client.connect();
  return client.db("admin");
}

async function failed(signal, log) {
  if (!signal.aborted) await once(signal, "abort");
  const said = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n").slice(-3).join("\n") : "";
  rmSync(log, { force: true });
  throw new Problem(
    `mongod ended before it was ready. Is there room in the temporary folder, and may it listen on 127.0.0.1? ${said}`,
  );
}
