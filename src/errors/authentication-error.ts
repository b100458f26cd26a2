import { type ConnectionDetails, ConnectionError } from "./connection-error.ts";

/** The server did not accept the credentials. Code `connection.authentication`. The message never holds them. */
export class AuthenticationError extends ConnectionError {
  /** Used by Haricot; programs catch it. */
  constructor(message: string, details: ConnectionDetails = {}) {
    super(message, details, "connection.authentication");
  }
}
