import { HaricotError } from "./haricot-error.ts";

/** The server is too old for what a model declares. Code `server.version`. */
export class MongoDBVersionError extends HaricotError {
  /** Name of the model. */
  readonly model: string;
  /** The server's version, for example `"4.4.29"`. */
  readonly version: string;

  /** Used by Haricot; programs catch it. */
  constructor(model: string, what: string, needed: string, version: string) {
    super("server.version", `${model}: ${what} need MongoDB ${needed} or later, and the server is ${version}.`);
    this.model = model;
    this.version = version;
  }
}
