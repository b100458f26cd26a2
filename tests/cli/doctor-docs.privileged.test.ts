import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { CHECKS } from "../../cli/doctor/finding.ts";
import { CAUSES } from "../../cli/doctor/reach.ts";
import { EXIT } from "../../cli/exit-codes.ts";

const read = (path: string) => readFileSync(new URL(`../../docs/${path}`, import.meta.url), "utf8");
const page = read("cli.md");

describe("what the documentation says of the doctor", () => {
  test("has every check, in the order of the report, and no other", () => {
    const rows = [...page.matchAll(/^\| `([a-z]+\.[a-z]+)` +\|/gm)].map(([, name]) => name);
    assert.deepEqual(rows, [...CHECKS]);
  });

  test("has every cause of a connection that does not come about", () => {
    const [, text = ""] = /`details\.cause` of `server\.reachable` is one of([^]*?)\n\n/.exec(page) ?? [];
    assert.deepEqual([...text.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name), [...CAUSES]);
    const troubles = read("guide/troubleshooting.md");
    // These name what is wrong in the address or on the server's side without a word of advice to add.
    const without = CAUSES.filter((cause) => !troubles.includes(`\`${cause}\``));
    assert.deepEqual(without, ["address", "unsuitable", "version"]);
  });

  test("has every exit code", () => {
    for (const code of Object.values(EXIT)) assert.match(page, new RegExp(`^\\| ${code} +\\|`, "m"));
  });
});
