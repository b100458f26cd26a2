import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as bsonType from "../../src/transfer/bson-type.ts";
import * as layout from "../../src/transfer/layout.ts";

const RUST = new URL("../../rust/engine/src/transfer/", import.meta.url);

/** The constants of a Rust file: name and number. */
function rustConstants(path: string): Map<string, number> {
  const source = readFileSync(new URL(path, RUST), "utf8");
  const found = new Map<string, number>();
  for (const [, name, type, text] of source.matchAll(/pub(?:\([a-z]+\))? const (\w+): (\w+) = ([^;]+);/g)) {
    if (/^[ui](8|16|32|64|size)$/.test(type!) && /^(0x)?[0-9a-fA-F_]+$/.test(text!)) {
      found.set(name!, Number(text!.replaceAll("_", "")));
    }
  }
  return found;
}

test("both sides have the same layout", () => {
  const rust = rustConstants("layout.rs");
  for (const [name, value] of Object.entries(layout)) {
    assert.ok(rust.has(name), `layout.rs has no ${name}`);
    assert.equal(rust.get(name), value, name);
  }
});

test("both sides have the same type codes", () => {
  const rust = rustConstants("bson/element_type.rs");
  for (const [name, value] of Object.entries(bsonType)) {
    if (typeof value === "number") assert.equal(rust.get(name), value, name);
  }
});
