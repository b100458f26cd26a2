import type { Attributes } from "@opentelemetry/api";
import type { CommandEvent } from "../command-event.ts";

/**
 * What is known of a command when it is sent, under the names of the semantic conventions for database client calls (opentelemetry.io, "Semantic
 * conventions for database client spans" and "... for MongoDB client operations"; stable since 1.33).
 */
export function attributesOfStart(event: CommandEvent): Attributes {
  const attributes: Attributes = {
    "db.system.name": "mongodb",
    "db.namespace": event.database,
    "db.operation.name": event.command,
  };
  if (event.collection !== undefined) attributes["db.collection.name"] = event.collection;
  // A single statement is no batch.
  if (event.statements !== undefined && event.statements > 1) {
    attributes["db.operation.batch.size"] = event.statements;
  }
  return attributes;
}

/** What is known when it has ended. */
export function attributesOfEnd(event: CommandEvent): Attributes {
  const attributes: Attributes = {};
  if (event.host !== undefined) attributes["server.address"] = event.host;
  if (event.port !== undefined) attributes["server.port"] = event.port;
  if (event.errorCode === undefined) return attributes;
  if (event.serverCode !== undefined) attributes["db.response.status_code"] = String(event.serverCode);
  attributes["error.type"] = event.serverCode === undefined ? event.errorCode : String(event.serverCode);
  return attributes;
}

/** Name of a command's span: what is done, and to which collection or else which database. */
export function spanName(event: CommandEvent): string {
  return `${event.command} ${event.collection ?? event.database}`;
}
