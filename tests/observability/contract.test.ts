import assert from "node:assert/strict";
import { channel, tracingChannel } from "node:diagnostics_channel";
import { describe, test } from "node:test";

/** What Haricot relies on in `node:diagnostics_channel` of both runtimes. */
describe("diagnostics channels of the runtime", () => {
  test("a tracing channel is five channels with names of their own, known to whoever asks for them by name", () => {
    const tracing = tracingChannel("haricot-contract:names");
    for (const kind of ["start", "end", "asyncStart", "asyncEnd", "error"] as const) {
      assert.equal(tracing[kind].name, `tracing:haricot-contract:names:${kind}`);
      assert.equal(channel(`tracing:haricot-contract:names:${kind}`), tracing[kind]);
    }
  });

  test("a channel without subscribers says so, and again after the last has gone", () => {
    const { start } = tracingChannel("haricot-contract:counting");
    const listener = (): void => {};
    assert.equal(start.hasSubscribers, false);
    start.subscribe(listener);
    assert.equal(start.hasSubscribers, true);
    start.unsubscribe(listener);
    assert.equal(start.hasSubscribers, false);
  });

  test("runStores publishes and gives back what its function returns", () => {
    const { start } = tracingChannel("haricot-contract:stores");
    const seen: unknown[] = [];
    const message = { some: "message" };
    start.subscribe((given) => seen.push(given));
    assert.equal(start.runStores(message, () => 5), 5);
    assert.deepEqual(seen, [message]);
  });
});
