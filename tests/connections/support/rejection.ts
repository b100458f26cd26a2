import assert from "node:assert/strict";
import { inspect } from "node:util";
import { HaricotError } from "../../../mod.ts";

/** The error that a promise rejects with, which must be one of Haricot's. */
export async function rejection(promise: Promise<unknown>): Promise<HaricotError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof HaricotError, `not a HaricotError: ${inspect(error)}`);
    return error;
  }
  return assert.fail("it did not reject");
}

/** Fails when a text is in an error: message, stack, cause, own properties, or what a console shows of it. */
export function assertKeepsSecret(error: HaricotError, ...secrets: readonly string[]): void {
  const shown = [
    error.message,
    error.stack ?? "",
    inspect(error, { depth: 10, showHidden: true }),
    inspect(error.cause, { depth: 10, showHidden: true }),
    JSON.stringify(error, Object.getOwnPropertyNames(error)),
  ].join("\n");
  for (const secret of secrets) {
    for (const form of [secret, encodeURIComponent(secret)]) {
      assert.ok(!shown.includes(form), `${form} is in: ${shown}`);
    }
  }
}
