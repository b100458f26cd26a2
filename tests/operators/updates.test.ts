import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  AddToSet,
  Bit,
  CurrentDate,
  Inc,
  Max,
  Min,
  Mul,
  Pop,
  Pull,
  PullAll,
  Push,
  Rename,
  Set as SetFields,
  SetOnInsert,
  Unset,
} from "../../operators.ts";
import { Decimal128, ObjectId, Timestamp } from "../../mod.ts";
import { InvalidArgument } from "../../src/errors/invalid-argument.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import type { Key } from "../../src/types/doc.ts";
import type { Change } from "../../src/types/expressions.ts";
import type { UpdateDoc } from "../../src/types/updates.ts";
import { Shop } from "./models.ts";

type Changes = (Change<Key<Shop>, Shop> | UpdateDoc<Shop> | readonly object[])[];

function update(...changes: Changes): unknown {
  return Shop.find({ stars: 1 }).update(...changes).getUpdateQuery();
}

/** The same change by a method of a field, as an operator object and as a plain update; the last two learn the names from the model. */
const FORMS: Record<string, [expected: object, ...forms: Changes[number][]]> = {
  Set: [{ $set: { "o.n": "x" } }, Shop.owner.name.to("x"), SetFields({ "owner.name": "x" }), {
    $set: { "owner.name": "x" },
  }],
  SetOnInsert: [{ $setOnInsert: { t: "x" } }, Shop.title.setOnInsert("x"), SetOnInsert({ title: "x" }), {
    $setOnInsert: { title: "x" },
  }],
  Unset: [{ $unset: { t: true } }, Shop.title.unset(), Unset({ title: true }), { $unset: { title: true } }],
  Rename: [{ $rename: { t: "name" } }, Shop.title.rename(Shop.fields.name), Rename({ title: "name" }), {
    $rename: { title: "name" },
  }],
  "Rename to a stored name": [{ $rename: { slogan: "o.n" } }, Shop.slogan.rename(Shop.owner.name), {
    $rename: { slogan: "owner.name" },
  }],
  Inc: [{ $inc: { "list.0.count": 2 } }, Shop.items.at(0).n.inc(2), Inc({ "items.0.n": 2 } as never)],
  Mul: [{ $mul: { stars: 2 } }, Shop.stars.mul(2), Mul({ stars: 2 }), { $mul: { stars: 2 } }],
  Min: [{ $min: { opened_at: new Date(0) } }, Shop.opened.min(new Date(0)), Min({ opened: new Date(0) })],
  Max: [{ $max: { stars: 3 } }, Shop.stars.max(3), Max({ stars: 3 }), { $max: { stars: 3 } }],
  CurrentDate: [{ $currentDate: { opened_at: true } }, Shop.opened.currentDate(), CurrentDate({ opened: true }), {
    $currentDate: { opened: true },
  }],
  "CurrentDate of a timestamp": [
    { $currentDate: { clock: { $type: "timestamp" } } },
    Shop.clock.currentDate(),
    CurrentDate({ clock: true }),
  ],
  Bit: [{ $bit: { flags: { or: 4 } } }, Shop.flags.bit({ or: 4 }), Bit({ flags: { or: 4 } }), {
    $bit: { flags: { or: 4 } },
  }],
  Push: [{ $push: { tags: "a" } }, Shop.tags.push("a"), Push({ tags: "a" }), { $push: { tags: "a" } }],
  "Push with modifiers": [
    { $push: { list: { $each: [{ sku: "a", count: 1 }], $position: 0, $slice: -5, $sort: { count: -1 } } } },
    Shop.items.pushEach([{ sku: "a", n: 1 }], { position: 0, slice: -5, sort: { n: -1 } }),
    Push({ items: { $each: [{ sku: "a", n: 1 }], $position: 0, $slice: -5, $sort: { n: -1 } } }),
  ],
  AddToSet: [
    { $addToSet: { scores: { $each: [1, 2] } } },
    Shop.scores.addToSet(1, 2),
    AddToSet({ scores: { $each: [1, 2] } }),
  ],
  Pop: [{ $pop: { list: -1 } }, Shop.items.pop(-1), Pop({ items: -1 }), { $pop: { items: -1 } }],
  Pull: [{ $pull: { tags: "a" } }, Shop.tags.pull("a"), Pull({ tags: "a" }), { $pull: { tags: "a" } }],
  "Pull by operators": [
    { $pull: { tags: { $in: ["a", "b"] } } },
    Shop.tags.pull({ $in: ["a", "b"] }),
    Pull({
      tags: { $in: ["a", "b"] },
    }),
  ],
  "Pull by a filter": [
    { $pull: { list: { count: { $gt: 1 } } } },
    Shop.items.pull({ n: { $gt: 1 } }),
    Shop.items.pull((item) => item.n.gt(1)),
    Pull({ items: { n: { $gt: 1 } } }),
  ],
  PullAll: [
    { $pullAll: { list: [{ sku: "a", count: 1 }] } },
    Shop.items.pullAll([{ sku: "a", n: 1 }]),
    PullAll({ items: [{ sku: "a", n: 1 }] }),
  ],
};

describe("operators in updates", () => {
  for (const [name, [expected, ...forms]] of Object.entries(FORMS)) {
    test(`${name}: every form gives the update of the server`, () => {
      for (const form of forms) assert.deepEqual(update(form), expected);
    });
  }

  test("pushEach takes an empty list, to sort or cut what is there", () => {
    assert.deepEqual(update(Shop.scores.pushEach([], { sort: 1, slice: 3 })), {
      $push: { scores: { $each: [], $sort: 1, $slice: 3 } },
    });
  });

  test("operators of one kind merge by path; the last one wins a path", () => {
    assert.deepEqual(
      update(
        SetFields({ stars: 10 }),
        SetFields({ stars: 100, title: "x" }),
        { $set: { title: "y" } },
        Shop.flags.to(1),
      ),
      { $set: { stars: 100, t: "y", flags: 1 } },
    );
    assert.deepEqual(update(Shop.tags.push("a"), Push({ scores: 1 }), Inc({ stars: 1 }), Inc({ flags: 2 })), {
      $push: { tags: "a", scores: 1 },
      $inc: { stars: 1, flags: 2 },
    });
    assert.deepEqual(
      Shop.findOne({ stars: 1 }).set({ stars: 2 }).inc({ flags: 1 }).set({ stars: 3 }).getUpdateQuery(),
      {
        $set: { stars: 3 },
        $inc: { flags: 1 },
      },
    );
  });

  test("changes that the server refuses together are refused before they are sent, with both places", () => {
    const conflicts: [Changes, RegExp][] = [
      [[Inc({ stars: 1 }), Max({ stars: 5 })], /\$inc of "stars" and \$max of "stars"/],
      [[Shop.owner.to({ name: "x" }), Shop.owner.name.setOnInsert("y")], /\$set of "o" and \$setOnInsert of "o.n"/],
      [[Rename({ title: "name" }), SetFields({ name: "x" })], /\$set of "name" and \$rename of "t"/],
      [[Rename({ title: "name" }), Rename({ slogan: "name" })], /\$rename of "name" and \$rename of "slogan"/],
      [[Rename({ title: "title" })], /\$rename/],
      [[Push({ tags: "a" }), Pull({ tags: "b" })], /\$push of "tags" and \$pull of "tags"/],
    ];
    for (const [changes, message] of conflicts) {
      assert.throws(
        () => update(...changes),
        (error) =>
          error instanceof InvalidArgument && error.code === "argument.update_conflict" && message.test(error.message),
        String(message),
      );
    }
  });

  test("operands that do not fit are refused with the field's name", () => {
    const wrong: [() => unknown, RegExp, typeof InvalidArgument | typeof ValidationError][] = [
      [
        () => update(Push({ tags: { $slice: 3 } as never })),
        /tags: \$slice stands beside \$each only/,
        InvalidArgument,
      ],
      [() => Shop.find({}).push({ extra: { $sort: 1 } } as never), /extra: \$sort stands beside/, InvalidArgument],
      [
        () => update(AddToSet({ tags: { $each: ["a"], $slice: 3 } as never })),
        /\$slice can not stand/,
        InvalidArgument,
      ],
      [() => update(Push({ tags: { $each: ["a"], $slice: 1.5 } })), /\$slice takes an integer/, InvalidArgument],
      [() => update(Push({ tags: { $each: ["a"], $sort: 2 as never } })), /\$sort takes 1, -1/, InvalidArgument],
      [() => update(Push({ items: { $each: [], $sort: { m: 1 } } })), /no field "m"/, InvalidArgument],
      [() => update(Push({ tags: { $each: "a" as never } })), /\$each takes a list/, InvalidArgument],
      [() => update(Push({ tags: { $each: [1] as never } })), /tags\[0\].*a string/, ValidationError],
      [() => update(AddToSet({ scores: 1.5 })), /scores\[0\].*integer/, ValidationError],
      [() => update(Pop({ tags: 2 as never })), /\$pop takes 1/, InvalidArgument],
      [() => update(Pop({ stars: 1 } as never)), /stars is no list/, InvalidArgument],
      [() => update(PullAll({ tags: "a" as never })), /\$pullAll takes a list/, InvalidArgument],
      [() => update(Unset({ title: false as never })), /\$unset takes true/, InvalidArgument],
      [() => update(Bit({ flags: { nand: 1 } as never })), /\$bit takes one of/, InvalidArgument],
      [() => update(Bit({ flags: { and: 0.5 } })), /integer for \$bit/, ValidationError],
      [() => update(Bit({ name: { and: 1 } } as never)), /holds no integers/, InvalidArgument],
      [
        () => update(CurrentDate({ opened: { $type: "timestamp" } } as never)),
        /would store a timestamp/,
        InvalidArgument,
      ],
      [() => update(CurrentDate({ name: true } as never)), /holds no dates/, InvalidArgument],
      [() => update(Rename({ title: "stars" })), /kind string .* field of kind int/, InvalidArgument],
      [() => update(Rename({ title: 1 as never })), /takes a field/, InvalidArgument],
      [() => update(Rename({ title: "titel" } as never)), /no field "titel"/, InvalidArgument],
      [
        () => update(Inc({ rating: new Decimal128("1") as never })),
        /a decimal would make the field one/,
        ValidationError,
      ],
      [() => update(Mul({ stars: 1.5 })), /integer for \$mul/, ValidationError],
      [() => update(Max({ stars: "5" as never })), /stars.*integer/, ValidationError],
      [() => update(SetOnInsert({ clock: 5 as never })), /clock.*Timestamp/, ValidationError],
      [() => update(SetFields("x" as never)), /Set\(\.\.\.\) takes an object of fields/, InvalidArgument],
    ];
    for (const [call, message, kind] of wrong) {
      assert.throws(call, (error) => error instanceof kind && message.test(error.message), String(message));
    }
  });

  test("NaN and infinite numbers are no z.number()", () => {
    for (const number of [NaN, Infinity, -Infinity]) {
      assert.throws(() => update(SetFields({ rating: number })), /rating.*expected a finite number/);
      assert.throws(() => Shop.rating.max(number), ValidationError);
      assert.throws(() => update(SetFields({ "prices.eur": number } as never)), /finite/);
      assert.throws(() => Shop.rating.inc(number), /finite/);
    }
  });

  test("a list of stages is a pipeline and goes as it is; it does not mix with changes", () => {
    const stages = [{ $set: { t: { $concat: ["$name", "!"] } } }];
    assert.deepEqual(update(stages), stages);
    assert.throws(() => update(stages, SetFields({ stars: 1 })), /either one pipeline or changes/);
    assert.throws(() => update(SetFields({ stars: 1 }) as never, 40 as never), /an update takes changes/);
  });

  test("the id is fixed, but an upsert may give it", () => {
    assert.throws(() => update(Unset({ id: true } as never)), /can not change the id/);
    assert.throws(() => update(Rename({ extra: "id" } as never)), /can not change the id/);
    const id = new ObjectId();
    assert.deepEqual(update(SetOnInsert({ id })), { $setOnInsert: { _id: id } });
  });

  test("a value of a BSON class keeps its form", () => {
    assert.deepEqual(update(Shop.clock.to(new Timestamp(1, 2))), { $set: { clock: new Timestamp(1, 2) } });
  });
});
