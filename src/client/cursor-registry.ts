import type { Engine } from "../engine/engine.ts";

/** Handle of a cursor in the engine, 0 = none; shared between the cursor and the registry that outlives it. */
export interface ServerCursor {
  handle: number;
}

const registry = new FinalizationRegistry<{ server: ServerCursor; engine: Engine }>(({ server, engine }) => {
  if (server.handle !== 0) engine.release(server.handle);
  server.handle = 0;
});

/** Safety net for cursors that are dropped without being read to the end or closed: their handle goes when they are collected. */
export function releaseWhenCollected(owner: object, server: ServerCursor, engine: Engine): void {
  registry.register(owner, { server, engine });
}
