import { spawnSync } from "node:child_process";
import process from "node:process";
import { cachedMongod } from "./mongod-wheel.mjs";
import { Problem } from "./problem.mjs";
import { exists } from "./run.mjs";

/** Shared libraries that mongod needs, and how to get them. */
const LIBRARIES = [
  [/libcurl/, "libcurl 4", "libcurl4 (Debian, Ubuntu) or libcurl (Fedora)"],
  [/libssl|libcrypto/, "OpenSSL 3", "libssl3 (Debian 12, Ubuntu 22.04 or newer) or openssl-libs (Fedora)"],
];

/**
 * A mongod that starts: MONGOD_BIN, `mongod` on the PATH, or the cached one.
 * @returns {Promise<{ path: string, source: string }>}
 */
export async function findMongod() {
  const named = process.env.MONGOD_BIN;
  if (named) return { path: checked(named), source: "MONGOD_BIN" };
  if (exists("mongod")) return { path: "mongod", source: "PATH" };
  return { path: checked(await cachedMongod()), source: "cache" };
}

function checked(path) {
  const { status, stderr, error } = spawnSync(path, ["--version"], { encoding: "utf8" });
  if (status === 0) return path;
  if (error?.code === "ENOENT") throw new Problem(`There is no mongod at ${path}: correct MONGOD_BIN or unset it.`);
  const said = (stderr ?? "").trim() || error?.message || `exit code ${status}`;
  for (const [pattern, name, packages] of LIBRARIES) {
    if (pattern.test(said)) {
      throw new Problem(
        `mongod needs ${name}, which is not installed: install ${packages}, or set MONGODB_URI. (${said})`,
      );
    }
  }
  throw new Problem(`mongod at ${path} does not start: ${said}. Set MONGOD_BIN to one that does, or MONGODB_URI.`);
}
