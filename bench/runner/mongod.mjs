// Which mongod to start: MONGOD_BIN, or the one that the project's own tools find or fetch.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export async function mongodPath(repository) {
  if (process.env.MONGOD_BIN) return process.env.MONGOD_BIN;
  const tool = join(repository, "tools", "mongod.mjs");
  if (!existsSync(tool)) throw new Error("set MONGOD_BIN to the path of a mongod");
  return await (await import(pathToFileURL(tool).href)).findMongod();
}
