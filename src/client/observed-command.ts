import type { Completion, Settle } from "../engine/completion.ts";
import { traceCommand } from "../observability/command-channel.ts";
import { CommandEvent } from "../observability/command-event.ts";
import type { Client } from "./client.ts";
import { Failure } from "./failure.ts";
import type { Operation } from "./operation.ts";

/** Commands whose first value names a collection. */
const OF_COLLECTIONS = new Set([
  "aggregate",
  "collMod",
  "collStats",
  "convertToCapped",
  "count",
  "create",
  "createIndexes",
  "dataSize",
  "delete",
  "distinct",
  "drop",
  "dropIndexes",
  "find",
  "findAndModify",
  "findandmodify",
  "insert",
  "listIndexes",
  "mapReduce",
  "reIndex",
  "update",
  "validate",
]);

/** Commands whose replies bring documents of a collection. */
const BRINGS_DOCUMENTS = new Set(["aggregate", "find", "findAndModify", "listCollections", "listIndexes"]);

/** Arrays of statements in commands that write. */
const STATEMENTS: Readonly<Record<string, string>> = { insert: "documents", update: "updates", delete: "deletes" };

type Send<T> = (settle: Settle<T | Failure>) => Promise<T | Failure>;

/** Sends an operation as the events of a command. `send` gets what reads its completion. */
export function traceOperation<T>(
  operation: Operation,
  inTransaction: boolean,
  settle: Settle<T | Failure>,
  send: Send<T>,
): Promise<T | Failure> {
  const event = eventOf(operation, inTransaction);
  return trace(event, settle, send, ({ measurements: figures }, outcome) => {
    if (event.statements !== undefined) event.documentsWritten = written(event.command, outcome);
    else if (figures !== undefined && BRINGS_DOCUMENTS.has(event.command)) event.documentsRead = figures.documents;
  });
}

/** Sends a request for the next page of a cursor, as the command that the engine fetches it with. */
export function traceNextPage<T>(
  operation: Operation,
  inTransaction: boolean,
  settle: Settle<T | Failure>,
  send: Send<T>,
): Promise<T | Failure> {
  const event = eventOf(operation, inTransaction, { name: "getMore", body: { getMore: 0 } });
  return trace(event, settle, send, ({ measurements: figures }) => {
    event.documentsRead = figures?.documents;
  });
}

/** Sends the end of a transaction. */
export function traceTransactionEnd<T>(
  client: Client,
  name: "commitTransaction" | "abortTransaction",
  settle: Settle<T | Failure>,
  send: Send<T>,
): Promise<T | Failure> {
  const event = new CommandEvent({
    name,
    client,
    database: "admin",
    collection: undefined,
    model: undefined,
    inTransaction: true,
    awaitsData: false,
    body: { [name]: 1 },
  });
  return trace(event, settle, send, () => {});
}

function trace<T>(
  event: CommandEvent,
  settle: Settle<T | Failure>,
  send: Send<T>,
  note: (completion: Completion, outcome: unknown) => void,
): Promise<T | Failure> {
  const read = (completion: Completion): T | Failure => {
    event.measured(completion.measurements);
    const outcome = settle(completion);
    if (!completion.failed) note(completion, outcome);
    return outcome;
  };
  return traceCommand(event, () => send(read), failureOf);
}

function failureOf(outcome: unknown): { readonly error: unknown } | undefined {
  return outcome instanceof Failure ? { error: outcome.error() } : undefined;
}

function eventOf(
  operation: Operation,
  inTransaction: boolean,
  sent?: { readonly name: string; readonly body: Readonly<Record<string, unknown>> },
): CommandEvent {
  const { command, database, documents, model } = operation;
  const [name = "", target] = Object.entries(command)[0] ?? [];
  const batch = documents?.statements === undefined
    ? undefined
    : { name: documents.statements, values: documents.values };
  return new CommandEvent({
    name: name === "findandmodify" ? "findAndModify" : name,
    client: database.client,
    database: database.name,
    collection: typeof target === "string" && OF_COLLECTIONS.has(name) ? target : undefined,
    model,
    inTransaction,
    awaitsData: operation.wholePages === true || command.awaitData === true,
    ...(sent ?? { body: command, batch, statements: batch?.values.length ?? statementsIn(name, command) }),
  });
}

function statementsIn(name: string, command: Readonly<Record<string, unknown>>): number | undefined {
  const field = STATEMENTS[name];
  if (field === undefined) return undefined;
  const given = command[field];
  return Array.isArray(given) ? given.length : 0;
}

/** What the reply of a write says of its documents. */
function written(command: string, reply: unknown): number | undefined {
  const { n, nModified, upserted } = (reply ?? {}) as { n?: unknown; nModified?: unknown; upserted?: unknown };
  if (command !== "update") return typeof n === "number" ? n : undefined;
  const inserted = Array.isArray(upserted) ? upserted.length : 0;
  return typeof nModified === "number" ? nModified + inserted : undefined;
}
