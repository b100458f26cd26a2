import { type ServerDetails, ServerError } from "./server-error.ts";

/** The write took effect, but not on as many members as its write concern asks for. Code `server.write_concern`. */
export class WriteConcernError extends ServerError {
  /** Used by Haricot; programs catch it. */
  constructor(message: string, details: ServerDetails = {}) {
    super(message, details, "server.write_concern");
  }
}
