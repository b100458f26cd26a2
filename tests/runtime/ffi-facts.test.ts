import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { describe as describeLibrary } from "../../ffi/library.ts";
import { currentAdapter } from "../../ffi/runtime.ts";
import { ABI_VERSION, SYMBOLS } from "../../ffi/symbols.ts";
import { allocateMemory } from "../../src/engine/memory.ts";
import { library } from "../support/environment.ts";

// What Haricot relies on in the FFI of the runtime: an upgrade that changes one of these must fail here, not in a program.
const adapter = currentAdapter();
const native = adapter.bind(library, SYMBOLS);

describe("the FFI of this runtime", () => {
  test("numbers come back as numbers", () => {
    assert.equal(native.haricot_abi_version(), ABI_VERSION);
    assert.equal(typeof native.haricot_engine_open(), "number");
  });

  test("a handle that is not one is refused with 0 or an error, up to the largest u32", () => {
    for (const handle of [0, 1, 0x7fffffff, 0x80000000, 0xffffffff]) assert.equal(native.haricot_release(0, handle), 0);
  });

  test("what native code writes is seen through every view of small and large memory", () => {
    const size = native.haricot_abi_describe(allocateMemory(8).u8, 0);
    for (const bytes of [size, 64 * 1024, 1024 * 1024]) {
      const memory = allocateMemory(bytes);
      const first = memory.i32[0];
      assert.equal(native.haricot_abi_describe(memory.u8, memory.u8.length), size);
      assert.notEqual(memory.i32[0], first);
      assert.equal(new Uint8Array(memory.i32.buffer)[0], "{".charCodeAt(0));
      assert.equal(memory.u8.buffer, memory.f64.buffer);
    }
  });

  test("a view into the middle of memory is passed as that part", () => {
    const memory = allocateMemory(64 * 1024);
    const part = memory.u8.subarray(4096, 32 * 1024);
    const size = native.haricot_abi_describe(part, part.length);
    assert.equal(memory.u8[4096], "{".charCodeAt(0));
    assert.equal(memory.u8[0], 0);
    assert.equal(memory.u8[4096 + size], 0);
  });

  test("output that does not fit is not written", () => {
    const memory = allocateMemory(64);
    assert.ok(native.haricot_abi_describe(memory.u8, memory.u8.length) > 64);
    assert.ok(memory.u8.every((byte) => byte === 0));
  });

  test("the library describes the functions of the symbol table", () => {
    assert.deepEqual(describeLibrary(native).symbols, SYMBOLS);
  });

  test("the adapter is that of the runtime", () => {
    assert.equal(adapter.runtime, "Deno" in globalThis ? "deno" : "bun");
  });
});
