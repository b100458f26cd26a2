/** A server that was started. */
export interface Served {
  readonly port: number;
  stop(): Promise<void>;
}

type Handler = (request: Request) => Response | Promise<Response>;

/** What of the runtimes is needed here. */
interface Runtimes {
  readonly Bun?: {
    serve(options: { hostname: string; port: number; idleTimeout: number; fetch: Handler }): {
      readonly port: number;
      stop(force: boolean): Promise<void>;
    };
  };
  readonly Deno?: {
    serve(options: { hostname: string; port: number; onListen: () => void }, handler: Handler): {
      readonly addr: { readonly port: number };
      shutdown(): Promise<void>;
    };
  };
}

const HOST = "127.0.0.1";

/**
 * Serves on 127.0.0.1 alone, by the server of the runtime.
 *
 * @param port 0: one that is free
 */
export function serve(handler: Handler, port: number): Served {
  const { Bun, Deno } = globalThis as unknown as Runtimes;
  if (Bun !== undefined) {
    const server = Bun.serve({ hostname: HOST, port, idleTimeout: 60, fetch: handler });
    return { port: server.port, stop: () => server.stop(true) };
  }
  if (Deno !== undefined) {
    const server = Deno.serve({ hostname: HOST, port, onListen: () => {} }, handler);
    return { port: server.addr.port, stop: () => server.shutdown() };
  }
  throw new Error("The studio runs on Bun and on Deno.");
}
