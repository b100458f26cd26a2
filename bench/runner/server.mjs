// A mongod for the benchmark: its data in memory where there is room, a free port, stopped at the end.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MongoClient } from "mongodb";

const ROOM = 3e9;

/** `/dev/shm` when it has room for the data, else the folder for temporary files. */
export function dataFolder() {
  const memory = "/dev/shm";
  if (existsSync(memory)) {
    const { bavail, bsize } = statfsSync(memory);
    if (bavail * bsize > ROOM) return { folder: memory, kind: "in memory (/dev/shm)" };
  }
  return { folder: tmpdir(), kind: "on disk" };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject).listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts a standalone server or a replica set of one node; `stop()` ends it and removes its data. */
export async function startServer(mongod, { replicaSet }) {
  const { folder, kind } = dataFolder();
  const dbpath = mkdtempSync(join(folder, "haricot-bench-"));
  const port = await freePort();
  const args = ["--dbpath", dbpath, "--port", String(port), "--bind_ip", "127.0.0.1", "--nounixsocket"];
  args.push("--wiredTigerCacheSizeGB", "1", "--setParameter", "diagnosticDataCollectionEnabled=false");
  if (replicaSet) args.push("--replSet", "rs0", "--oplogSize", "1024");
  const child = spawn(mongod, args, { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => log = (log + text).slice(-2000));
  const ended = new Promise((resolve) => child.on("close", resolve).on("error", resolve));
  const stop = async () => {
    child.kill("SIGKILL");
    await ended;
    rmSync(dbpath, { recursive: true, force: true });
  };
  try {
    const direct = await MongoClient.connect(`mongodb://127.0.0.1:${port}/?directConnection=true&serverSelectionTimeoutMS=20000`);
    const { version } = await direct.db("admin").command({ buildInfo: 1 });
    if (replicaSet) await initiate(direct, port);
    await direct.close();
    const uri = `mongodb://127.0.0.1:${port}/${replicaSet ? "?replicaSet=rs0" : ""}`;
    return { uri, version, storage: kind, stop };
  } catch (error) {
    await stop();
    throw new Error(`mongod did not start: ${error.message}\n${log}`);
  }
}

async function initiate(client, port) {
  await client.db("admin").command({ replSetInitiate: { _id: "rs0", members: [{ _id: 0, host: `127.0.0.1:${port}` }] } });
  for (let tries = 0; tries < 200; tries++) {
    if ((await client.db("admin").command({ hello: 1 })).isWritablePrimary) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the replica set has no primary after 10 seconds");
}
