import type { Adapter, Doorbell } from "../../ffi/adapter.ts";
import { openLibrary } from "../../ffi/library.ts";
import { currentAdapter } from "../../ffi/runtime.ts";
import type { Native } from "../../ffi/symbols.ts";
import { ClientClosed } from "../errors/client-closed.ts";
import { EngineError } from "../errors/engine-error.ts";
import type { Completion, Settle } from "./completion.ts";
import { Inbox } from "./inbox.ts";
import { LastError } from "./last-error.ts";
import { PendingTable } from "./pending.ts";
import { type EngineStats, readStats } from "./stats.ts";

/** An operation for {@link Engine.query}. Handles are 0 where there is none. */
export interface QueryCall {
  readonly client: number;
  readonly session: number;
  readonly plan: number;
  readonly flags: number;
  /** Envelope and documents (`docs/internals/abi.md`); copied before the call returns. */
  readonly bytes: Uint8Array;
  readonly signal?: AbortSignal | undefined;
}

let current: Engine | undefined;

/**
 * The native engine of this thread: sends bytes, settles promises. It neither encodes nor decodes. It keeps the process alive only while
 * operations are pending.
 *
 * @internal
 */
export class Engine {
  /** Path of the native library. */
  readonly library: string;
  /** Whether the runtime captures stack traces for less than a microsecond. */
  readonly cheapStackTraces: boolean;
  readonly #adapter: Adapter;
  readonly #native: Native;
  readonly #handle: number;
  readonly #doorbell: Doorbell;
  readonly #inbox: Inbox;
  readonly #lastError: LastError;
  readonly #pending = new PendingTable();
  #held = false;
  #closed = false;

  private constructor(adapter: Adapter, library?: string) {
    const { native, path } = openLibrary(adapter, library);
    this.#adapter = adapter;
    this.#native = native;
    this.library = path;
    this.cheapStackTraces = adapter.cheapStackTraces;
    this.#lastError = new LastError(native);
    this.#handle = native.haricot_engine_open();
    if (this.#handle === 0) {
      throw new EngineError(
        "engine.open",
        "The native engine could not start: the process may be out of threads or file descriptors.",
      );
    }
    this.#inbox = new Inbox(native, this.#handle, {
      deliver: (request, completion) => this.#deliver(request, completion),
      fail: (request, reason) => this.#fail(request, reason),
    });
    this.#doorbell = adapter.doorbell(native.haricot_doorbell(this.#handle), this.#inbox.ring);
    this.#doorbell.letGo();
  }

  /**
   * The engine of this thread, opened when first used.
   *
   * @param library path of the native library; counts when the engine is opened
   * @throws {LibraryNotFound} when there is no library
   * @throws {EngineError} `engine.abi_mismatch` for a library of another version, `engine.other_library` when the engine runs from another path already
   */
  static get(library?: string): Engine {
    if (current === undefined) current = new Engine(currentAdapter(), library);
    else if (library !== undefined && library !== current.library) {
      throw new EngineError(
        "engine.other_library",
        `The engine of this thread was opened from ${current.library}; it can not be opened from ${library} as well. Name the same library in every call.`,
      );
    }
    return current;
  }

  /** Runs an operation; what `settle` returns or throws settles the promise. */
  query<T>(call: QueryCall, settle: Settle<T>): Promise<T> {
    const { client, session, plan, flags, bytes } = call;
    return this.#send(
      settle,
      (request) => this.#native.haricot_query(this.#handle, request, client, session, plan, flags, bytes, bytes.length),
      call.signal,
    );
  }

  /** Asks for the next frame of a cursor. */
  next<T>(cursor: number, settle: Settle<T>, signal?: AbortSignal): Promise<T> {
    return this.#send(settle, (request) => this.#native.haricot_next(this.#handle, request, cursor), signal);
  }

  /** The same, without keeping the process alive. */
  nextInBackground<T>(cursor: number, settle: Settle<T>): Promise<T> {
    const submit = (request: number) => this.#native.haricot_next(this.#handle, request, cursor);
    return this.#send(settle, submit, undefined, false, true);
  }

  /** A variable of the environment, if it is set and may be read; never asks for a permission. */
  environment(variable: string): string | undefined {
    return this.#adapter.environment(variable);
  }

  /** Connects; the completion's `a` is the handle of the client. */
  connect<T>(bytes: Uint8Array, settle: Settle<T>, signal?: AbortSignal): Promise<T> {
    const submit = (request: number) => this.#native.haricot_connect(this.#handle, request, bytes, bytes.length);
    return this.#send(settle, submit, signal, true);
  }

  /** Closes a client; its operations in flight fail with `client_closed`. */
  disconnect<T>(client: number, settle: Settle<T>): Promise<T> {
    return this.#send(settle, (request) => this.#native.haricot_disconnect(this.#handle, request, client));
  }

  /** Starts a session (`a` is its handle) or acts on one: 1 start, 2 start transaction, 3 commit, 4 abort, 5 end; plus 256: measured. */
  session<T>(
    client: number,
    session: number,
    action: number,
    bytes: Uint8Array,
    settle: Settle<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const submit = (request: number) =>
      this.#native.haricot_session(this.#handle, request, client, session, action, bytes, bytes.length);
    return this.#send(settle, submit, signal, action === 1);
  }

  /** Registers a plan; 0 when it is refused, with the reason in {@link Engine.lastError}. */
  plan(json: string): number {
    const bytes = new TextEncoder().encode(json);
    return this.#native.haricot_plan(this.#handle, bytes, bytes.length);
  }

  /** Encodes a frame to a batch held by the engine; 0 when it is refused. */
  encode(plan: number, bytes: Uint8Array): number {
    return this.#native.haricot_encode(this.#handle, plan, bytes, bytes.length);
  }

  /** Decodes a whole batch to one frame in `out`; returns the length of the frame, which is written only if it fits. */
  decodeBatch(batch: number, plan: number, out: Uint8Array): number {
    return this.#native.haricot_decode_batch(this.#handle, batch, plan, out, out.length);
  }

  /** Makes a batch of the BSON document given as hexadecimal digits; 0 when it is no valid BSON. */
  batchFromHex(hex: string): number {
    const bytes = new TextEncoder().encode(hex);
    return this.#native.haricot_batch_from_hex(this.#handle, bytes, bytes.length);
  }

  /** Whether the only document of a batch has just these bytes, given as hexadecimal digits. */
  batchMatchesHex(batch: number, hex: string): boolean {
    const bytes = new TextEncoder().encode(hex);
    return this.#native.haricot_batch_matches_hex(this.#handle, batch, bytes, bytes.length) === 1;
  }

  /** The error of the last failed call, as a failed completion; valid until the next call. */
  lastError(): Completion {
    return this.#lastError.read(this.#handle);
  }

  /** Drops a plan, batch, result, cursor (killing it on the server) or session (aborting its transaction). */
  release(handle: number): boolean {
    return !this.#closed && this.#native.haricot_release(this.#handle, handle) === 1;
  }

  /** What is alive in the engine, for tests of leaks. */
  stats(): EngineStats {
    return readStats(this.#native, this.#handle);
  }

  /** Shuts the engine down: everything pending rejects with {@link ClientClosed}. The next {@link Engine.get} opens a new one. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (current === this) current = undefined;
    this.#inbox.close();
    this.#doorbell.close();
    this.#native.haricot_engine_close(this.#handle);
    this.#pending.rejectAll(new ClientClosed("The engine was closed while the operation ran."));
  }

  #send<T>(
    settle: Settle<T>,
    submit: (request: number) => number,
    signal?: AbortSignal,
    givesHandle = false,
    background = false,
  ): Promise<T> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#closed) return Promise.reject(new ClientClosed("The engine is closed: connect again."));
    const request = this.#pending.number();
    if (submit(request) === 0) return settled(settle, this.lastError());
    return new Promise<T>((resolve, reject) => {
      const onAbort = signal === undefined ? undefined : () => this.#abort(request, signal);
      this.#pending.add(request, {
        settle,
        resolve: resolve as (value: unknown) => void,
        reject,
        givesHandle,
        signal,
        onAbort,
        background,
        abandoned: false,
      });
      if (onAbort !== undefined) signal?.addEventListener("abort", onAbort, { once: true });
      if (!this.#held && !background) this.#hold(true);
    });
  }

  #abort(request: number, signal: AbortSignal): void {
    const operation = this.#pending.get(request);
    if (operation === undefined) return;
    operation.reject(signal.reason);
    if (this.#native.haricot_cancel(this.#handle, request) === 1) {
      this.#pending.take(request);
      if (this.#pending.foreground === 0) this.#hold(false);
    } else {
      // Its completion is on the way already: what it brings is released when it comes.
      operation.abandoned = true;
    }
  }

  #deliver(request: number, completion: Completion): void {
    const operation = this.#pending.take(request);
    if (operation === undefined || operation.abandoned) {
      if (completion.cursor !== 0) this.release(completion.cursor);
      if (operation?.givesHandle && completion.a !== 0) this.release(completion.a);
    } else {
      try {
        operation.resolve(operation.settle(completion));
      } catch (error) {
        operation.reject(error);
      }
    }
    if (this.#pending.foreground === 0) this.#hold(false);
  }

  #fail(request: number, reason: unknown): void {
    this.#pending.take(request)?.reject(reason);
    if (this.#pending.foreground === 0) this.#hold(false);
  }

  #hold(held: boolean): void {
    if (this.#held === held) return;
    this.#held = held;
    if (held) this.#doorbell.hold();
    else this.#doorbell.letGo();
  }
}

function settled<T>(settle: Settle<T>, completion: Completion): Promise<T> {
  try {
    return Promise.resolve(settle(completion));
  } catch (error) {
    return Promise.reject(error);
  }
}
