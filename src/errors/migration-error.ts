import { HaricotError } from "./haricot-error.ts";

/** What is known about a migration that stopped. */
export interface MigrationDetails {
  /** Name of the migration's file, without its extension. */
  readonly migration?: string;
  /** Which way it was run. */
  readonly direction?: "forward" | "backward";
  /** The operation that failed: its name, or its position in the list, from 1. */
  readonly operation?: string;
  /** `_id` of the document that did not fit, where one did not. */
  readonly id?: unknown;
  /** The error underneath. */
  readonly cause?: unknown;
}

/** A migration stopped, or can not start as things are. The message says how much of it was written; `cause` is the error underneath. */
export class MigrationError extends HaricotError {
  /** Name of the migration's file, without its extension. */
  readonly migration?: string;
  /** Which way it was run. */
  readonly direction?: "forward" | "backward";
  /** The operation that failed: its name, or its position in the list, from 1. */
  readonly operation?: string;
  /** `_id` of the document that did not fit, where one did not. */
  readonly id?: unknown;

  /**
   * Used by Haricot; programs catch it.
   *
   * @param code `"migration.failed"`, `"migration.locked"`, `"migration.log"`
   */
  constructor(code: string, message: string, details: MigrationDetails = {}) {
    super(code, message, "cause" in details ? { cause: details.cause } : undefined);
    this.migration = details.migration;
    this.direction = details.direction;
    this.operation = details.operation;
    this.id = details.id;
  }
}
