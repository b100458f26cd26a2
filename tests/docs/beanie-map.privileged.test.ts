import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as haricot from "../../mod.ts";
import * as migrations from "../../migrations.ts";
import * as operators from "../../operators.ts";
import { BEANIE } from "./beanie/names.ts";
import { present } from "./beanie/present.ts";
import { additions, namesIn, rows } from "./beanie/tables.ts";

const map = rows();
const there = await present();

/** Whether a name that the map writes down exists: among the members of its section, or for other sections and with a prefix anywhere. */
function exists(section: string, name: string): boolean {
  return (name.includes(".") ? there["*"]! : there[section] ?? there["*"]!).has(name);
}

describe("docs/beanie.md", () => {
  for (const [section, names] of Object.entries(BEANIE)) {
    test(`maps each of Beanie's names once: ${section}`, () => {
      const mapped = map.filter((row) => row.section === section).map(({ beanie }) => beanie);
      assert.deepEqual([...mapped].sort(), [...names].sort());
    });
  }

  test("has no table that the names of Beanie do not know", () => {
    const known = Object.keys(BEANIE);
    assert.deepEqual(map.filter(({ section }) => !known.includes(section)).map(({ beanie }) => beanie), []);
  });

  test("claims no name that there is not", () => {
    const claimed = map.filter(({ status }) => status === "yes" || status === "other");
    const missing = claimed.flatMap(({ section, beanie, haricot }) =>
      namesIn(haricot).filter((name) => !exists(section, name)).map((name) => `${beanie} -> ${name}`)
    );
    assert.deepEqual(missing, []);
    const vague = claimed.filter(({ status, haricot }) => status === "yes" && namesIn(haricot).length === 0);
    assert.deepEqual(vague, []);
  });

  test("plans nothing that is there already", () => {
    const planned = map.filter(({ status }) => status === "planned");
    const stale = planned.filter(({ section, haricot }) => {
      const names = namesIn(haricot);
      return names.length > 0 && names.every((name) => exists(section, name));
    });
    assert.deepEqual(stale.map(({ section, beanie }) => `${section}: ${beanie}`), []);
  });

  test("has a status for each name, and a reason where there is nothing", () => {
    const wrong = map.filter(({ status, remarks }) =>
      !["yes", "other", "planned", "no"].includes(status) || (status === "no" && remarks === "")
    );
    assert.deepEqual(wrong, []);
  });

  test("knows every export", () => {
    const mentioned = new Set([...map.flatMap(({ haricot }) => namesIn(haricot)), ...additions()]);
    const forgotten = [haricot, operators, migrations].flatMap(Object.keys).filter((name) => !mentioned.has(name));
    assert.deepEqual(forgotten, []);
  });

  test("adds nothing that there is not", () => {
    assert.deepEqual(additions().filter((name) => !(name in haricot) && !(name in migrations)), []);
  });
});
