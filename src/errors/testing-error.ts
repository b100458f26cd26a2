import { HaricotError } from "./haricot-error.ts";

/**
 * A test can not have what it asked `haricot/testing` for. Codes: `testing.no_server`, `testing.server_failed`, `testing.in_use`,
 * `testing.not_generated`.
 */
export class TestingError extends HaricotError {
  /** Name of the model, where a factory could not make a document of it. */
  readonly model?: string;
  /** Dotted path of the field that no value could be made for. */
  readonly path?: string;

  /** Used by Haricot; programs catch it. */
  constructor(code: string, message: string, details: { model?: string; path?: string; cause?: unknown } = {}) {
    super(code, message, "cause" in details ? { cause: details.cause } : undefined);
    this.model = details.model;
    this.path = details.path;
  }
}
