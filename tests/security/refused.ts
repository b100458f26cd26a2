import assert from "node:assert/strict";
import { HaricotError } from "../../mod.ts";

/** What an error must say. */
export interface Expected {
  readonly code: string | RegExp;
  /** Model that the error knows and its message names. */
  readonly model?: string;
  readonly path?: string | RegExp;
  /** What the message says, and advises. */
  readonly says?: RegExp;
}

/** Runs what must be refused, and checks that the error is ours and teaches. A query runs because it is awaited. */
export async function refused(run: () => unknown, expected: Expected): Promise<HaricotError> {
  const error = await thrown(run);
  assert.ok(error instanceof HaricotError, `not an error of Haricot: ${error}`);
  if (typeof expected.code === "string") assert.equal(error.code, expected.code, error.message);
  else assert.match(error.code, expected.code, error.message);
  const { model, path } = error as { model?: string; path?: string };
  if (expected.model !== undefined) {
    assert.equal(model, expected.model, error.message);
    assert.ok(error.message.includes(expected.model), error.message);
  }
  if (typeof expected.path === "string") assert.equal(path, expected.path, error.message);
  else if (expected.path !== undefined) assert.match(path ?? "", expected.path, error.message);
  if (expected.says !== undefined) assert.match(error.message, expected.says);
  return error;
}

async function thrown(run: () => unknown): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return error;
  }
  return assert.fail(`It was not refused: ${run}`);
}

/** What nothing here may have changed. */
export function assertUnpolluted(): void {
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  assert.deepEqual(Object.keys(Object.prototype), []);
  assert.equal(Object.getPrototypeOf({}), Object.prototype);
  assert.equal(typeof Object.prototype.toString, "function");
}

/** An object that only a parser could have made: `__proto__` is an own key. */
export function parsed(json: string): Record<string, unknown> {
  return JSON.parse(json);
}

/** `innermost` inside of as many objects. */
export function nested(levels: number, innermost: unknown = 1): unknown {
  let value = innermost;
  for (let i = 0; i < levels; i++) value = { a: value };
  return value;
}
