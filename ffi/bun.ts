import process from "node:process";
import type { Adapter, Doorbell } from "./adapter.ts";
import type { Bound, NativeSignature, NativeType } from "./symbols.ts";

/** The parts of `bun:ffi` and of the global `Bun` used here, declared so that other runtimes can check this file. */
interface BunFfi {
  dlopen(
    path: string,
    table: Record<string, { args: readonly NativeType[]; returns: NativeType }>,
  ): { symbols: unknown };
}

interface BunSocket {
  ref(): void;
  unref(): void;
  end(): void;
}

interface BunGlobal {
  connect(options: { fd: number; socket: Record<string, (socket: BunSocket) => void> }): Promise<BunSocket>;
}

function bind<Table extends Record<string, NativeSignature>>(path: string, table: Table): Bound<Table> {
  const ffi = process.getBuiltinModule("bun:ffi") as unknown as BunFfi;
  const entries = Object.entries(table).map(([name, { parameters, result }]) =>
    [name, { args: parameters, returns: result }] as const
  );
  return ffi.dlopen(path, Object.fromEntries(entries)).symbols as Bound<Table>;
}

function doorbell(descriptor: number, ring: () => void): Doorbell {
  const { Bun } = globalThis as unknown as { Bun: BunGlobal };
  let socket: BunSocket | undefined;
  let held = true;
  let closed = false;
  const adopt = (opened: BunSocket): void => {
    socket = opened;
    if (closed) opened.end();
    else if (!held) opened.unref();
  };
  // `open` runs before `connect` returns, so the socket is there at once; the promise would come a turn later.
  Bun.connect({ fd: descriptor, socket: { open: adopt, data: ring, close() {}, error() {} } }).catch(() => {});
  return {
    hold(): void {
      held = true;
      socket?.ref();
    },
    letGo(): void {
      held = false;
      socket?.unref();
    },
    close(): void {
      closed = true;
      socket?.end();
    },
  };
}

function libc(): "gnu" | "musl" | null {
  if (process.platform !== "linux") return null;
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime === undefined ? "musl" : "gnu";
}

/** Binding to Bun (1.4 or newer). */
export const bunAdapter: Adapter = {
  runtime: "bun",
  cheapStackTraces: true,
  bind,
  doorbell,
  libc,
  environment: (variable) => process.env[variable],
  mayReadEnvironment: () => true,
  mayRead: () => true,
  mayLoad: () => true,
};
