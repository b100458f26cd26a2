import { currentAdapter } from "../../ffi/runtime.ts";
import { startMongod } from "./mongod.ts";

let own: Promise<string> | undefined;

/** Options of {@link testServer}. */
export interface TestServerOptions {
  /** Path of the native library; default: as for `connect`. */
  library?: string;
}

/**
 * The address of a MongoDB server for tests: the variable `MONGODB_URI` if it is set; else that of a mongod which is started with the first call
 * of the process, from `MONGOD_BIN` or the PATH, as a replica set of one on 127.0.0.1 with data in a temporary folder. It ends with the process,
 * also when that is killed, and its data with it.
 *
 * `testDatabase` calls it by itself; it is for tests that start a program with the address.
 *
 * In Deno reading the variable needs `--allow-env=MONGODB_URI`, and starting a server `--allow-env --allow-run=sh`. A variable that may not be read
 * counts as not set.
 *
 * @throws {TestingError} `testing.no_server` when there is none, `testing.server_failed` when mongod does not start
 */
export function testServer({ library }: TestServerOptions = {}): Promise<string> {
  const { environment } = currentAdapter();
  const given = environment("MONGODB_URI");
  if (given !== undefined && given !== "") return Promise.resolve(given);
  own ??= startMongod(environment("MONGOD_BIN") || undefined, library).catch((error: unknown) => {
    own = undefined;
    throw error;
  });
  return own;
}
