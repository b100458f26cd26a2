import { Engine } from "../engine/engine.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { checkLog, logOfEnvironment } from "../observability/log-options.ts";
import { Submission } from "../transfer/submission.ts";
import { checkSignal } from "./call-options.ts";
import { Client } from "./client.ts";
import type { ConnectOptions } from "./connect-options.ts";
import { captureCallSite, Failure, unwrap } from "./failure.ts";

/**
 * Connects to MongoDB.
 *
 * @param uri connection string of the server manual, `mongodb://` or `mongodb+srv://`
 * @throws {InvalidArgument} for a URI or options that can not be understood
 * @throws {ConnectionError} when the server can not be reached or refuses the credentials
 * @throws {LibraryNotFound} when Haricot's native library is not there
 *
 * @example
 * ```ts
 * await using client = await connect("mongodb://localhost:27017");
 * const shop = client.database("shop");
 * ```
 */
export async function connect(uri: string, options: ConnectOptions = {}): Promise<Client> {
  if (typeof uri !== "string" || uri === "") {
    throw new InvalidArgument('connect needs the server\'s address as text, for example "mongodb://localhost:27017".', {
      path: "uri",
    });
  }
  const { library, signal, log: given, ...settings } = options;
  checkSignal(signal);
  checkLog(given);
  const engine = Engine.get(library);
  const log = given ?? logOfEnvironment(engine.environment("HARICOT_LOG"));
  const site = captureCallSite(engine.cheapStackTraces);
  const defined = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const bytes = Submission.of({ uri, options: defined }).bytes();
  const outcome = await engine.connect<number | Failure>(bytes, (c) => c.failed ? Failure.of(c) : c.a, signal);
  const client = new Client(engine, unwrap(outcome, site));
  if (log !== undefined) client.log(log);
  return client;
}
