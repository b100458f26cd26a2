import type { Bound, NativeSignature } from "./symbols.ts";

/** JavaScript's end of the doorbell of an engine. It keeps the process alive only while it is held. */
export interface Doorbell {
  /** Keep the event loop alive until {@link Doorbell.letGo}. */
  hold(): void;
  letGo(): void;
  /** Closes the descriptor; the engine behind it closes itself. */
  close(): void;
}

/** What Haricot needs of a runtime. None of these functions ever shows a permission prompt, except `bind`. */
export interface Adapter {
  readonly runtime: "bun" | "deno";
  /** Loads a library and binds its functions; throws the runtime's own error when it can not. */
  bind<Table extends Record<string, NativeSignature>>(path: string, table: Table): Bound<Table>;
  /** Adopts a descriptor; `ring` is called whenever it becomes readable. */
  doorbell(descriptor: number, ring: () => void): Doorbell;
  /** A variable of the environment, if it is set and may be read. */
  environment(variable: string): string | undefined;
  /** Whether a variable of the environment may be read. */
  mayReadEnvironment(variable: string): boolean;
  /** Whether files below `path` may be looked at. */
  mayRead(path: string): boolean;
  /** Whether the library at `path` may be loaded without asking the user. */
  mayLoad(path: string): boolean;
  /** C library of the process; `null` where the platform has only one. */
  libc(): "gnu" | "musl" | null;
  /** Whether capturing a stack trace is cheap enough (below 1 us) to do so for every operation. */
  readonly cheapStackTraces: boolean;
}
