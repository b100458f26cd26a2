import type { Engine } from "../engine/engine.ts";

/** A handle in the engine, 0 = none; shared between its owner and the registry that outlives it. */
export interface OwnedHandle {
  handle: number;
}

const registry = new FinalizationRegistry<{ owned: OwnedHandle; engine: Engine }>(({ owned, engine }) => {
  if (owned.handle !== 0) engine.release(owned.handle);
  owned.handle = 0;
});

/**
 * Safety net for owners that are dropped without being closed - cursors that are not read to the end, sessions that are not ended: their handle goes when they are
 * collected.
 */
export function releaseWhenCollected(owner: object, owned: OwnedHandle, engine: Engine): void {
  registry.register(owner, { owned, engine });
}
