import type { Engine } from "../engine/engine.ts";
import { ClientClosed } from "../errors/client-closed.ts";
import type { ClientEvent, ClientEventName } from "../observability/client-events.ts";
import { startLog } from "../observability/log.ts";
import { checkLog, type Log } from "../observability/log-options.ts";
import type { ChangeEvent } from "./change-event.ts";
import type { ChangeStream } from "./change-stream.ts";
import type { WatchOptions } from "./change-stream-options.ts";
import { Database } from "./database.ts";
import { checkListener, EventListeners } from "./event-listeners.ts";
import { EventStream } from "./event-stream.ts";
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
  #stopLog: (() => void) | undefined;
  #listeners: EventListeners | undefined;

  /** Used by {@link connect}. */
  constructor(engine: Engine, handle: number) {
    this.engine = engine;
    this.handle = handle;
  }

  /** Whether {@link Client.close} was called. */
  get closed(): boolean {
    return this.#closing !== undefined;
  }

  /**
   * Logs the client's commands from now on, instead of what it logged before: `true` for lines on stderr, a function that gets each {@link CommandEvent},
   * or options; `false` ends the log. It ends with the client.
   *
   * @throws {InvalidArgument} for options that there are not, and values that they can not have
   * @example `client.log({ slow: 100 })`
   */
  log(log: Log): void {
    checkLog(log);
    this.#stopLog?.();
    const { engine } = this;
    const surroundings = { environment: (variable: string) => engine.environment(variable) };
    this.#stopLog = this.closed ? undefined : startLog(this, log, surroundings);
  }

  /**
   * Calls a function with each event of a name from now on: events of the pools of connections and of the client's view of the deployment. Listening does
   * not keep the process alive. An error that the function throws is reported as an uncaught one; events that come while 1024 wait are left out with a
   * warning.
   *
   * @throws {InvalidArgument} for names that there are not, and for what is no function
   * @example `client.on("primaryChanged", ({ previous, current }) => console.log("primary", previous, "->", current))`
   */
  on<N extends ClientEventName>(name: N, listener: (event: ClientEvent<N>) => void): this {
    checkListener(name, listener);
    if (this.closed) throw new ClientClosed();
    this.#listeners ??= new EventListeners((wanted) => new EventStream(this.engine, this.handle, [wanted], true));
    this.#listeners.add(name, listener);
    return this;
  }

  /** Ends what {@link Client.on} began; a function that does not listen is no error. */
  off<N extends ClientEventName>(name: N, listener: (event: ClientEvent<N>) => void): this {
    checkListener(name, listener);
    this.#listeners?.remove(name, listener);
    return this;
  }

  /**
   * Events of some names from now on, in the order in which they happen.
   *
   * @throws {InvalidArgument} for names that there are not, and for none
   * @example `for await (const event of client.events("connectionPoolCleared", "primaryChanged")) console.log(event)`
   */
  events<N extends ClientEventName>(...names: N[]): EventStream<N> {
    if (this.closed) throw new ClientClosed();
    return new EventStream(this.engine, this.handle, names);
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
    this.#stopLog?.();
    unwrap(outcome, site);
  }
}
