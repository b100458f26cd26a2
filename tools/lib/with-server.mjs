import process from "node:process";
import { startServer } from "./server.mjs";

/**
 * Does something with a server and stops it afterwards, also on Ctrl-C. (After a crash the keeper stops it.)
 * @template T
 * @param {(server: { uri: string, own: boolean }) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withServer(work, options) {
  const server = await startServer(options);
  const interrupted = (signal) => {
    console.error(`\n${signal}: stopping the server`);
    server.stop().finally(() => process.exit(signal === "SIGINT" ? 130 : 143));
  };
  process.once("SIGINT", interrupted);
  process.once("SIGTERM", interrupted);
  try {
    return await work(server);
  } finally {
    process.off("SIGINT", interrupted);
    process.off("SIGTERM", interrupted);
    await server.stop();
  }
}
