import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { Document, double, init, ValidationError } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";

const at = testDatabase("finite_numbers");

class Reading extends Document({
  value: z.number(),
  bounded: z.number().min(0).optional(),
  wide: z.float64().optional(),
  list: z.array(z.number()).default([]),
  exact: double().optional(),
  gap: z.nan().optional(),
}) {
  static settings = { name: "readings" };
}

describe("numbers that are not finite", () => {
  before(async () => await init({ database: at.database, documentModels: [Reading] }));

  for (const number of [NaN, Infinity, -Infinity]) {
    test(`${number} is no z.number(), in the constructor and on every way to storage`, async () => {
      assert.throws(() => new Reading({ value: number }), ValidationError);
      const refused = (path: string) => (error: unknown) =>
        error instanceof ValidationError && error.path === path &&
        /expected a finite number|at (least|most)/.test(error.message);
      for (const field of ["value", "bounded", "wide", "exact"] as const) {
        const reading = new Reading({ value: 1 });
        reading[field] = number;
        await assert.rejects(async () => await reading.insert(), refused(field));
        await assert.rejects(
          async () => await Reading.insertMany([new Reading({ value: 1 }), reading]),
          refused(field),
        );
      }
      const stored = await new Reading({ value: 1.5, list: [1] }).insert();
      stored.list.push(2.5, number);
      await assert.rejects(async () => await stored.save(), refused("list.2"));
      await assert.rejects(async () => await stored.replace(), refused("list.2"));
      await assert.rejects(async () => await stored.set({ value: number }), refused("value"));
      assert.equal((await Reading.get(stored.id))?.value, 1.5);
    });
  }

  test("z.nan() is stored and read", async () => {
    const stored = await new Reading({ value: 1, gap: NaN }).insert();
    assert.equal((await Reading.get(stored.id))?.gap, NaN);
    await Reading.find(Reading.id.eq(stored.id)).set({ gap: NaN, exact: 2 });
    const again = await Reading.get(stored.id);
    assert.deepEqual([again?.gap, again?.exact], [NaN, 2]);
    await assert.rejects(async () => await stored.set({ gap: 1 }), ValidationError);
  });

  test("what other programs stored can still be read and found", async () => {
    await at.database.command({ insert: "readings", documents: [{ _id: "x", value: 1 }, { value: NaN, list: [] }] });
    assert.equal((await Reading.find(Reading.value.eq(NaN))).length, 1);
  });
});
