import { type ServerDetails, ServerError } from "./server-error.ts";

/** The server no longer has the cursor (idle for ten minutes, killed, or the server restarted): what was read before stands, the rest must be queried again. Code `server.cursor_lost`. */
export class CursorLost extends ServerError {
  /** Used by Haricot; programs catch it. */
  constructor(message: string, details: ServerDetails = {}) {
    super(message, details, "server.cursor_lost");
  }
}
