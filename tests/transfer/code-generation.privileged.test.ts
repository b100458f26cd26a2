import assert from "node:assert/strict";
import { test } from "node:test";
import { preferredTwin } from "../../src/transfer/code-generation.ts";

test("where code generation is allowed, it is used", () => {
  assert.equal(preferredTwin(), "compiled");
});

test("where it is forbidden, the interpreting twin is", async () => {
  const original = globalThis.Function;
  const forbidden = function (): never {
    throw new EvalError("Code generation from strings disallowed for this context");
  };
  const fresh: string = "../../src/transfer/code-generation.ts?forbidden";
  const module: typeof import("../../src/transfer/code-generation.ts") = await import(fresh);
  globalThis.Function = forbidden as unknown as FunctionConstructor;
  try {
    assert.equal(module.preferredTwin(), "interpreted");
  } finally {
    globalThis.Function = original;
  }
});
