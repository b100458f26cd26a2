import { ensureLibrary } from "./library.mjs";
import { ensurePackages } from "./packages.mjs";
import { writeTestEnvironment } from "./test-environment.mjs";
import { withServer } from "./with-server.mjs";

/**
 * Makes sure of packages, library and server, then does something with them.
 * @template T
 * @param {(made: { uri: string, own: boolean, library: string }) => Promise<T>} work
 * @param {{ standalone?: boolean, folder?: string }} [serverOptions]
 * @returns {Promise<T>}
 */
export async function withEverything(work, serverOptions) {
  await ensurePackages();
  const library = await ensureLibrary();
  return await withServer(({ uri, own }) => {
    writeTestEnvironment({ uri, library });
    return work({ uri, own, library });
  }, serverOptions);
}
