import assert from "node:assert/strict";
import { test } from "node:test";
import * as operators from "../../operators.ts";

const NAMES = {
  comparison: "Eq GT GTE LT LTE NE In NotIn",
  logical: "And Or Nor Not",
  element: "Exists Type",
  evaluation: "Expr JsonSchema Mod RegEx Text Where",
  array: "All ElemMatch Size",
  bitwise: "BitsAllClear BitsAllSet BitsAnyClear BitsAnySet",
  geospatial: "GeoIntersects GeoWithin GeoWithinTypes Box Near NearSphere",
  "general updates": "Set CurrentDate Inc Min Max Mul Rename SetOnInsert Unset",
  "updates of lists": "AddToSet Pop Pull Push PullAll",
  "updates of bits": "Bit",
};

test("the entry for operators exports Beanie's names and no others", () => {
  const names = Object.values(NAMES).flatMap((group) => group.split(" "));
  assert.equal(names.length, 48);
  assert.deepEqual(Object.keys(operators).sort(), names.sort());
});
