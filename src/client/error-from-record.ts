import { AuthenticationError } from "../errors/authentication-error.ts";
import { BulkWriteError } from "../errors/bulk-write-error.ts";
import { ClientClosed } from "../errors/client-closed.ts";
import { ConnectionError } from "../errors/connection-error.ts";
import { CursorLost } from "../errors/cursor-lost.ts";
import { DuplicateKeyError } from "../errors/duplicate-key-error.ts";
import { EngineError } from "../errors/engine-error.ts";
import type { HaricotError } from "../errors/haricot-error.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { OperationTimeout } from "../errors/operation-timeout.ts";
import { ServerError } from "../errors/server-error.ts";
import { ServerSelectionError } from "../errors/server-selection-error.ts";
import { SessionError } from "../errors/session-error.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { WriteConcernError } from "../errors/write-concern-error.ts";
import type { ErrorRecord } from "./error-record.ts";
import { hasNoTransactions, withHint } from "./server-hints.ts";
import { rememberReport } from "./write-report.ts";

type Make = (record: ErrorRecord) => HaricotError;

const ENGINE_FAULT = " This is a fault of Haricot: please report it with this message.";

const NO_TRANSACTIONS =
  "The server stands alone: only replica sets and sharded clusters have transactions. Make it a replica set of one member " +
  "(mongod --replSet rs0, then rs.initiate()).";

/** One entry for each `class` of the engine's error records. */
const MAKERS: Readonly<Record<string, Make>> = {
  validation: (r) =>
    new ValidationError({
      model: r.model,
      path: r.path,
      expected: r.expected,
      found: r.found,
      id: r.id,
      index: r.index,
    }, r.expected === undefined ? r.message : undefined),
  invalid_argument: (r) => new InvalidArgument(withModel(r), { path: r.path, model: r.model }),
  guard: (r) =>
    new InvalidArgument(withModel(r), { code: `guard.${r.reason ?? "refused"}`, path: r.path, model: r.model }),
  server: (r) =>
    hasNoTransactions(r)
      ? new SessionError(NO_TRANSACTIONS)
      : new ServerError(withHint(withModel(r), [r.code]), serverDetails(r)),
  duplicate_key: (r) =>
    new DuplicateKeyError(withModel(r), { ...serverDetails(r), keyPattern: r.keyPattern, keyValue: r.keyValue }),
  bulk_write: (r) =>
    new BulkWriteError(withHint(withModel(r), (r.writeErrors ?? []).map(({ code }) => code)), {
      ...serverDetails(r),
      errors: r.writeErrors,
      writeConcernErrors: r.writeConcernErrors,
      n: r.n,
    }),
  write_concern: (r) => new WriteConcernError(withModel(r), serverDetails(r)),
  connection: (r) => new ConnectionError(r.message, { labels: r.labels, model: r.model }),
  server_selection: (r) => new ServerSelectionError(r.message, { labels: r.labels, model: r.model }),
  authentication: (r) => new AuthenticationError(r.message, { labels: r.labels, model: r.model }),
  timeout: (r) => new OperationTimeout(withModel(r), { model: r.model, serverCode: r.code, labels: r.labels }),
  client_closed: (r) => new ClientClosed(r.message),
  cursor_lost: (r) => new CursorLost(withModel(r), serverDetails(r)),
  session: (r) => new SessionError(r.message),
  stale_handle: (r) => new ClientClosed(`${r.message} The client, session or cursor behind it is closed already.`),
  panic: (r) => new EngineError("engine.panic", r.message + ENGINE_FAULT),
  internal: (r) => new EngineError("engine.internal", r.message + ENGINE_FAULT),
};

/** The error that an error record stands for. */
export function errorFromRecord(record: ErrorRecord): HaricotError {
  const make = MAKERS[record.class];
  if (make !== undefined) {
    const error = make(record);
    rememberReport(error, record);
    return error;
  }
  return new EngineError(
    "engine.internal",
    `Unknown class of error "${record.class}": ${record.message}.${ENGINE_FAULT}`,
  );
}

/** What a findAndModify puts before the words that matter. */
const PREAMBLE = /^Plan executor error during \w+ :: caused by :: /;

/** The message with the model in front, where it does not begin with it: the server's words know collections, the user knows models. */
function withModel({ message, model }: ErrorRecord): string {
  const words = message.replace(PREAMBLE, "");
  return model === undefined || words.startsWith(`${model}.`) ? words : `${model}: ${words}`;
}

function serverDetails(record: ErrorRecord): ConstructorParameters<typeof ServerError>[1] {
  const { code, codeName, labels, errInfo, model } = record;
  return { serverCode: code, codeName, labels, errInfo, model };
}
