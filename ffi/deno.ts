import type { Socket } from "node:net";
import process from "node:process";
import type { Adapter, Doorbell } from "./adapter.ts";
import type { Bound, NativeSignature } from "./symbols.ts";

/** The parts of the global `Deno` used here, declared so that other runtimes can check this file. */
interface DenoGlobal {
  dlopen(path: string, table: Record<string, NativeSignature>): { symbols: unknown };
  permissions: { querySync(permission: { name: string; path?: string; variable?: string }): { state: string } };
  build: { os: string; env?: string };
}

function deno(): DenoGlobal {
  return (globalThis as unknown as { Deno: DenoGlobal }).Deno;
}

function granted(permission: { name: string; path?: string; variable?: string }): boolean {
  return deno().permissions.querySync(permission).state === "granted";
}

function bind<Table extends Record<string, NativeSignature>>(path: string, table: Table): Bound<Table> {
  return deno().dlopen(path, table).symbols as Bound<Table>;
}

function doorbell(descriptor: number, ring: () => void): Doorbell {
  const net = process.getBuiltinModule("node:net") as { Socket: new (options: object) => Socket };
  const socket = new net.Socket({ fd: descriptor, readable: true, writable: true });
  socket.on("data", ring);
  // The engine closes its end when it shuts down; nothing waits for it then.
  socket.on("error", () => {});
  return {
    hold: () => void socket.ref(),
    letGo: () => void socket.unref(),
    close: () => void socket.destroy(),
  };
}

function libc(): "gnu" | "musl" | null {
  const { os, env } = deno().build;
  if (os !== "linux") return null;
  return env === "musl" ? "musl" : "gnu";
}

function mayReadEnvironment(variable: string): boolean {
  return granted({ name: "env", variable });
}

/** Binding to Deno (2.7.12 or newer). */
export const denoAdapter: Adapter = {
  runtime: "deno",
  cheapStackTraces: false,
  bind,
  doorbell,
  libc,
  environment: (variable) => mayReadEnvironment(variable) ? process.env[variable] : undefined,
  mayReadEnvironment,
  mayRead: (path) => granted({ name: "read", path }),
  mayLoad: (path) => granted({ name: "ffi", path }),
};
