import type { Engine } from "../engine/engine.ts";
import { ClientClosed } from "../errors/client-closed.ts";
import type { ChangeEvent } from "./change-event.ts";
import type { ChangeStream } from "./change-stream.ts";
import type { WatchOptions } from "./change-stream-options.ts";
import { Database } from "./database.ts";
import { captureCallSite, Failure, unwrap } from "./failure.ts";
import { Session, type SessionOptions } from "./session.ts";
import { watchPlain } from "./watch.ts";

/** A connection to a MongoDB deployment, with its pools. Made by {@link connect}; any number may be open. */
export class Client implements AsyncDisposable {
  /** Engine behind the client, for the layers above. */
  readonly engine: Engine;
  /** Handle of the client in its engine, for the layers above. */
  readonly handle: number;
  #closing: Promise<void> | undefined;

  /** Used by {@link connect}. */
  constructor(engine: Engine, handle: number) {
    this.engine = engine;
    this.handle = handle;
  }

  /** Whether {@link Client.close} was called. */
  get closed(): boolean {
    return this.#closing !== undefined;
  }

  /** A database of the deployment. Nothing is sent. */
  database(name: string): Database {
    return new Database(this, name);
  }

  /**
   * Changes in all databases of the deployment, as plain objects with stored names.
   *
   * @param pipeline stages that events go through (MongoDB manual, Modify Change Stream Output)
   * @throws {InvalidArgument} for what is no pipeline, and for options that there are not
   */
  watch(pipeline: readonly object[] = [], options: WatchOptions = {}): ChangeStream<ChangeEvent> {
    const scope = { allChangesForCluster: true };
    return watchPlain("The client, watch()", this.database("admin"), scope, pipeline, options);
  }

  /** Starts a session, for causally consistent reads and for transactions. */
  startSession(options: SessionOptions = {}): Promise<Session> {
    if (this.closed) return Promise.reject(new ClientClosed());
    return Session.start(this, options);
  }

  /** Closes all connections. Operations in flight reject with {@link ClientClosed}. Closing twice does no harm. */
  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  /** The same as `close()`: what `await using` calls. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const site = captureCallSite(this.engine.cheapStackTraces);
    const outcome = await this.engine.disconnect<void | Failure>(
      this.handle,
      (c) => c.failed ? Failure.of(c) : undefined,
    );
    unwrap(outcome, site);
  }
}
