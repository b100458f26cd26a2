// The servers of a run: fresh ones of our own, their data in memory where there is room, or the one of MONGODB_URI.
import { existsSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import process from "node:process";
import { MongoClient } from "mongodb";
import { withServer } from "../../tools/lib/with-server.mjs";

const MEMORY = "/dev/shm";
const ROOM_BYTES = 3e9;

function storage() {
  if (existsSync(MEMORY)) {
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize > ROOM_BYTES) return { folder: MEMORY, name: `in memory (${MEMORY})` };
  }
  return { folder: tmpdir(), name: "on disk" };
}

async function describe(uri) {
  const client = await new MongoClient(uri).connect();
  try {
    const { version } = await client.db("admin").command({ buildInfo: 1 });
    const { setName } = await client.db("admin").command({ hello: 1 });
    return { version, kind: setName ? "replica set" : "standalone" };
  } finally {
    await client.close();
  }
}

/** The kinds of server that a run can measure on: both of our own, or only the one that the user named. */
export function serverKinds() {
  return process.env.MONGODB_URI ? ["given"] : ["standalone", "replicaSet"];
}

/**
 * Does something with a server and stops it afterwards.
 * @template T
 * @param {"standalone" | "replicaSet" | "given"} kind
 * @param {(server: { uri: string, description: { version: string, kind: string, storage: string } }) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function onServer(kind, work) {
  const { folder, name } = storage();
  return await withServer(async ({ uri, own }) => {
    const described = await describe(uri);
    return await work({ uri, description: { ...described, storage: own ? name : "unknown" } });
  }, { standalone: kind === "standalone", folder });
}
