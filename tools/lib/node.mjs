import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Problem } from "./problem.mjs";

const KEEPER = fileURLToPath(new URL("mongod-keeper.mjs", import.meta.url));
const OPTIONS = [
  "--oplogSize 64 --wiredTigerCacheSizeGB 0.25 --bind_ip 127.0.0.1 --nounixsocket --setParameter enableTestCommands=1",
  "--setParameter ttlMonitorSleepSecs=1 --setParameter diagnosticDataCollectionEnabled=false",
].join(" ").split(" ");

/**
 * Starts a mongod under a keeper, which ends it with this program.
 * @param {{ path: string, data: string, port: number, log: string, replicaSet: boolean, keepData?: boolean, more?: string[] }} node `more`: further arguments of mongod
 * @returns the keeper's process
 */
export function startNode({ path, data, port, log, replicaSet, keepData = false, more = [] }) {
  const args = [
    "--dbpath",
    data,
    "--port",
    String(port),
    "--logpath",
    log,
    ...OPTIONS,
    ...(replicaSet ? ["--replSet", "rs0"] : []),
    ...more,
  ];
  const keeper = spawn(process.execPath, [KEEPER, keepData ? "-" : data, log, path, ...args], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  keeper.unref();
  keeper.stdin.unref?.();
  return keeper;
}

/** Kills a mongod as a power failure would. */
export async function stopNode(keeper) {
  if (keeper.exitCode !== null) return;
  keeper.ref();
  const ended = once(keeper, "exit");
  keeper.stdin.end();
  await ended;
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort() {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  try {
    await once(probe, "listening");
  } catch (error) {
    throw new Problem(
      `No free port on 127.0.0.1 for the MongoDB server: ${error.message}. Set MONGODB_URI to a running server instead.`,
    );
  }
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}
