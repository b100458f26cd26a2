import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { alias, Document, init } from "../../mod.ts";
import { AddToSet, Eq, In, Pull, PullAll, Push } from "../../operators.ts";
import type { Criterion } from "../../src/types/filters.ts";
import { testDatabase } from "../support/database.ts";

const at = testDatabase("operators_encoders");

class Money {
  constructor(readonly cents: number) {}
}

class Sale extends Document({
  total: z.any(),
  paid: alias(z.array(z.any()).default([]), "p"),
  byDay: z.record(z.string(), z.any()).default({}),
  lines: z.array(z.object({ price: z.any(), n: z.int() })).default([]),
}) {
  static settings = {
    name: "sales",
    bsonEncoders: [{ type: Money, encode: (money: Money): number => money.cents }],
  };
}

const five = new Money(5);

describe("encoders of the model's settings", () => {
  before(async () => {
    await init({ database: at.database, documentModels: [Sale] });
    await new Sale({ total: five, paid: [five], byDay: { mon: five }, lines: [{ price: five, n: 1 }] }).insert();
  });

  const filters: Criterion<Sale>[] = [
    Sale.total.eq(five),
    Eq("total", five),
    In(Sale.total, [five]),
    { total: { $gte: five } },
    Sale.paid.all([five]),
    Sale.paid.elemMatch({ $eq: five }),
    Sale.lines.elemMatch({ price: { $in: [five] } }),
    Sale.byDay.at("mon").eq(five),
    { "byDay.mon": five },
  ];

  test("are applied to values in filters of every form", async () => {
    for (const [index, filter] of filters.entries()) {
      assert.equal(await Sale.find(filter).count(), 1, `filter ${index}`);
    }
  });

  test("are applied to values in updates, at every depth, and in array filters", async () => {
    const sent = (query: { getUpdateQuery(): unknown }) => query.getUpdateQuery();
    const all = Sale.findAll();
    assert.deepEqual(sent(all.update(Push({ paid: five, lines: { $each: [{ price: five, n: 2 }] } }))), {
      $push: { p: 5, lines: { $each: [{ price: 5, n: 2 }] } },
    });
    assert.deepEqual(sent(all.update(Pull({ paid: five, lines: { price: five } }))), {
      $pull: { p: 5, lines: { price: 5 } },
    });
    assert.deepEqual(sent(all.update(PullAll({ lines: [{ price: five, n: 1 }] }))), {
      $pullAll: { lines: [{ price: 5, n: 1 }] },
    });
    assert.deepEqual(sent(all.update(AddToSet({ paid: { $each: [five] } }), Sale.byDay.at("tue").to(five))), {
      $addToSet: { p: { $each: [5] } },
      $set: { "byDay.tue": 5 },
    });
    const changed = await all.update(Sale.lines.at("$[x]").n.to(3)).options({ arrayFilters: [{ "x.price": five }] });
    assert.equal(changed.modifiedCount, 1);
  });
});
