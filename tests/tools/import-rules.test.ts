import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { breaches } from "../../tools/lib/import-rules.mjs";

const module = (path: string, code: string[] = [], types: string[] = []) => ({ path, code, types });

describe("rules of imports", () => {
  test("a layer may import from those before it", () => {
    const modules = [
      module("src/engine/a.ts", ["ffi/b.ts", "src/errors/c.ts", "node:net"]),
      module("ffi/b.ts"),
      module("src/errors/c.ts"),
    ];
    assert.deepEqual(breaches(modules), []);
  });

  test("a layer may not import from those behind it, not even types", () => {
    assert.match(
      breaches([module("src/transfer/a.ts", ["src/client/b.ts"])])[0] ?? "",
      /src\/transfer stands before src\/client/,
    );
    assert.match(breaches([module("ffi/a.ts", [], ["src/engine/b.ts"])])[0] ?? "", /ffi stands before src\/engine/);
  });

  test("a cycle of imports that run is named", () => {
    const modules = [
      module("ffi/a.ts", ["ffi/b.ts"]),
      module("ffi/b.ts", ["ffi/c.ts"]),
      module("ffi/c.ts", ["ffi/a.ts"]),
    ];
    assert.deepEqual(breaches(modules), ["cycle: ffi/a.ts -> ffi/b.ts -> ffi/c.ts -> ffi/a.ts"]);
  });

  test("a cycle of types only does no harm", () => {
    assert.deepEqual(breaches([module("ffi/a.ts", ["ffi/b.ts"]), module("ffi/b.ts", [], ["ffi/a.ts"])]), []);
  });

  test("src does not import from the runtime", () => {
    assert.match(breaches([module("src/engine/a.ts", ["bun:ffi"])])[0] ?? "", /only ffi\/ knows the runtime/);
  });

  test("a folder without a layer is a breach", () => {
    assert.match(breaches([module("src/elsewhere/a.ts")])[0] ?? "", /in no layer/);
  });
});
