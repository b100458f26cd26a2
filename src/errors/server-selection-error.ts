import { type ConnectionDetails, ConnectionError } from "./connection-error.ts";

/** No server fit for the operation was found in time. Code `connection.server_selection`. */
export class ServerSelectionError extends ConnectionError {
  /** Used by Haricot; programs catch it. */
  constructor(message: string, details: ConnectionDetails = {}) {
    super(message, details, "connection.server_selection");
  }
}
