import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { Adapter } from "../../ffi/adapter.ts";
import { openLibrary } from "../../ffi/library.ts";
import { places } from "../../ffi/places.ts";
import { currentAdapter } from "../../ffi/runtime.ts";
import { EngineError } from "../../src/errors/engine-error.ts";
import { LibraryNotFound } from "../../src/errors/library-not-found.ts";
import { buildLibrary } from "../support/build-library.ts";
import { library } from "../support/environment.ts";
import { inDeno, runProgram } from "../support/programs.ts";

const adapter = currentAdapter();
const folder = mkdtempSync(join(tmpdir(), "haricot-library-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function build(name: string, source: string): string {
  return buildLibrary(folder, name, source);
}

function failure(explicit: string): unknown {
  try {
    openLibrary(adapter, explicit);
  } catch (error) {
    return error;
  }
  return assert.fail(`${explicit} was opened`);
}

describe("opening the native library", () => {
  test("a missing file is LibraryNotFound and names the place", () => {
    const error = failure(join(folder, "absent.so"));
    assert.ok(error instanceof LibraryNotFound);
    assert.equal(error.code, "engine.library_not_found");
    assert.deepEqual(error.places, [{
      source: "option `library`",
      path: join(folder, "absent.so"),
      problem: "no such file",
    }]);
    assert.match(error.message, /absent\.so \(option `library`\): no such file/);
  });

  test("a file that is no library is LibraryNotFound with the loader's reason", () => {
    const path = join(folder, "text.so");
    writeFileSync(path, "this is text");
    const error = failure(path);
    assert.ok(error instanceof LibraryNotFound);
    assert.equal(error.places.length, 1);
    assert.notEqual(error.places[0]!.problem, "");
  });

  test("a library of something else is LibraryNotFound", () => {
    const path = build("other", `#[unsafe(no_mangle)] pub extern "C" fn something() -> u32 { 1 }`);
    assert.ok(failure(path) instanceof LibraryNotFound);
  });

  test("a Haricot library of another version is EngineError with both versions and the path", () => {
    const path = build("newer", `#[unsafe(no_mangle)] pub extern "C" fn haricot_abi_version() -> u32 { 99 }`);
    const error = failure(path);
    assert.ok(error instanceof EngineError);
    assert.equal(error.code, "engine.abi_mismatch");
    assert.match(error.message, /libnewer\.so speaks version 99 of Haricot's ABI, this package version 1/);
  });

  test("the library under test opens", () => {
    assert.equal(openLibrary(adapter, library).path, library);
  });
});

describe("places where the library is looked for", () => {
  const without: Adapter = { ...adapter, environment: () => undefined };

  test("the option comes first and alone", () => {
    assert.deepEqual(places({ ...adapter, environment: () => "/environment.so" }, "/option.so"), [
      { source: "option `library`", path: "/option.so" },
    ]);
  });

  test("then the environment, alone", () => {
    assert.deepEqual(places({ ...adapter, environment: () => "/environment.so" }), [
      { source: "environment variable HARICOT_LIBRARY", path: "/environment.so" },
    ]);
  });

  test("then the package of the platform, then the local build", () => {
    assert.deepEqual(places(without).map(({ source }) => source.split(" ")[0]), ["package", "local"]);
  });

  test("what may be loaded without a prompt is tried before what may not", () => {
    const onlyLocal: Adapter = { ...without, mayLoad: (path) => path.includes("release") };
    assert.equal(places(onlyLocal)[0]!.source, "local build");
  });
});

describe("in a process of its own", () => {
  test("HARICOT_LIBRARY is used where the environment may be read", async () => {
    const permissions = ["--allow-ffi", "--allow-env=HARICOT_LIBRARY"];
    const { output, errors } = await runProgram("find-library", { env: { HARICOT_LIBRARY: library }, permissions });
    assert.deepEqual(JSON.parse(output), { library }, errors);
  });

  test("a wrong HARICOT_LIBRARY is an error, not a reason to take another library", async () => {
    const permissions = ["--allow-ffi", "--allow-read", "--allow-env=HARICOT_LIBRARY"];
    const { output } = await runProgram("find-library", { env: { HARICOT_LIBRARY: "/nowhere.so" }, permissions });
    const { name, places: tried } = JSON.parse(output) as LibraryNotFound;
    assert.equal(name, "LibraryNotFound");
    assert.deepEqual(tried.map(({ source }) => source), ["environment variable HARICOT_LIBRARY"]);
  });

  if (inDeno) {
    test("without any permission it fails with LibraryNotFound and asks nothing", async () => {
      const { output, errors } = await runProgram("find-library", {
        permissions: [],
        env: { HARICOT_LIBRARY: library },
      });
      assert.equal((JSON.parse(output) as LibraryNotFound).code, "engine.library_not_found", errors);
    });

    test("the permission for the library alone is enough for a whole program", async () => {
      const { code, output, errors } = await runProgram("open-client", { permissions: [`--allow-ffi=${library}`] });
      assert.deepEqual({ code, output: output.trim() }, { code: 0, output: "ok 1" }, errors);
    });
  }
});
