import {
  AddToSet,
  All,
  And,
  Bit,
  BitsAllSet,
  Box,
  CurrentDate,
  ElemMatch,
  Eq,
  Exists,
  Expr,
  GeoWithin,
  GeoWithinTypes,
  GT,
  In,
  Inc,
  JsonSchema,
  Max,
  Mod,
  Mul,
  Near,
  Not,
  Or,
  Pop,
  Pull,
  PullAll,
  Push,
  RegEx,
  Rename,
  SetOnInsert,
  Size,
  Text,
  Type,
  Unset,
  Where,
} from "../../operators.ts";
import type { Predicate } from "../../mod.ts";
import { Shop } from "../operators/models.ts";
import { type Equal, is } from "./equal.ts";
import { Product } from "./models.ts";

type Names = keyof Pick<Shop, Exclude<keyof Shop & (keyof (typeof Shop)["shape"] | "id"), symbol>>;

/** Operators on fields carry the field's type and its model; on names they fit every model. */
export function filters(): unknown {
  const byField = Eq(Shop.title, "a");
  is<Equal<typeof byField, Predicate<Names>>>();
  const byName = Eq("title", "a");
  is<Equal<typeof byName, Predicate<never>>>();
  const joined = And(byField, { stars: 1 });
  is<Equal<typeof joined, Predicate<Names>>>();

  Shop.find(Or({ title: "a" }, GT(Shop.stars, 1)), Not({ title: "a" }), In(Shop.stars, [1]), Exists(Shop.place));
  Shop.find(Eq(Shop.title, Shop.fields.name), Eq(Shop.title, null), Type(Shop.stars, ["int", "long", 18]));
  Shop.find(Mod(Shop.stars, 4, 0), RegEx(Shop.tags, /x/), All(Shop.tags, ["x"]), Size(Shop.items, 1));
  Shop.find(ElemMatch(Shop.items, { sku: "x", n: { $gt: 1 } }), ElemMatch(Shop.scores, { $gt: 1 }));
  Shop.find(
    BitsAllSet(Shop.mask, 1),
    BitsAllSet(Shop.visits, 1n),
    Near(Shop.place, 1, 2),
    Box(Shop.corner, [0, 0], [1, 1]),
  );
  Shop.find(Text("x", { language: "en" }), Expr({ $gt: [Shop.stars, 1] }), JsonSchema({}), Where("true"));
  Shop.find(GeoWithin(Shop.place, GeoWithinTypes.Polygon, [[[0, 0], [1, 1], [1, 0], [0, 0]]]));
  Shop.find(Shop.prices.at("eur").gt(1), Shop.taxes.at("eur").gt(1), Shop.owner.at("city").eq("x"));

  // @ts-expect-error another model
  Shop.find(Eq(Product.addr.city, "x"));
  // @ts-expect-error another model, among others
  Shop.find(And(Eq(Product.addr.city, "x"), { stars: 1 }));
  // @ts-expect-error text is no number
  GT(Shop.stars, "1");
  // @ts-expect-error a list of another type
  In(Shop.stars, ["1"]);
  // @ts-expect-error a boolean has no order
  GT(Shop.fields, 1);
  // @ts-expect-error no such BSON type
  Type(Shop.stars, "integer");
  // @ts-expect-error a sort key is no field
  Exists(Shop.stars.asc());
  // @ts-expect-error text has no remainder
  Mod(Shop.title, 4, 0);
  // @ts-expect-error a number has no pattern
  RegEx(Shop.stars, /x/);
  // @ts-expect-error a number is no list
  Size(Shop.stars, 1);
  // @ts-expect-error elements of another type
  All(Shop.tags, [1]);
  // @ts-expect-error the elements have no such field
  ElemMatch(Shop.items, { m: 1 });
  // @ts-expect-error text has no bits
  BitsAllSet(Shop.title, 1);
  // @ts-expect-error text is no place
  Near(Shop.title, 1, 2);
  // @ts-expect-error a list of text is no place
  Shop.tags.near(1, 2);
  // @ts-expect-error an address without coordinates is no place
  Product.addr.near(1, 2);
  // @ts-expect-error a line has no inside
  GeoWithin(Shop.place, "LineString", [[0, 0]]);
  // @ts-expect-error no such key among those of the enum
  Shop.taxes.at("yen");
  // @ts-expect-error no such member
  Shop.owner.at("street");
  // @ts-expect-error text has no bits
  return Shop.title.bitsAllSet(1);
}

/** Operator objects are checked where they are used; methods where they are written. */
export async function updates(shop: Shop): Promise<void> {
  await Shop.findAll().update(
    SetOnInsert({ id: shop.id, title: "x" }),
    Unset({ title: true, "owner.city": 1 }),
    Rename({ slogan: "owner.city" }),
    Mul({ stars: 2, visits: 2n }),
    Max({ opened: new Date() }),
    Bit({ flags: { or: 1 }, visits: { and: 1n } }),
    CurrentDate({ clock: true }),
    AddToSet({ tags: { $each: ["a"] } }),
    Push({ items: { $each: [{ sku: "a", n: 1 }], $slice: -3, $sort: { n: 1 } } }),
    Pop({ tags: -1 }),
    Pull({ tags: { $in: ["a"] }, items: { n: { $gt: 1 } } }),
    PullAll({ scores: [1] }),
  );
  await shop.update({ $bit: { flags: { xor: 1 } }, $pullAll: { tags: ["a"] }, $rename: { title: "slogan" } });
  Shop.title.rename(Shop.slogan);
  Shop.items.pull((item) => item.n.gt(1));
  Shop.tags.pushEach(["a"], { position: 0 });
  Shop.opened.currentDate();
  Shop.visits.inc(2n);

  // @ts-expect-error no such field
  Shop.findAll().update(Unset({ titel: true }));
  // @ts-expect-error `false` would remove the field all the same
  Shop.findAll().update(Unset({ title: false }));
  // @ts-expect-error no such field to rename to
  Shop.findAll().update(Rename({ title: "titel" }));
  // @ts-expect-error text can not be multiplied
  Shop.findAll().update(Mul({ title: 2 }));
  // @ts-expect-error no such operation
  Shop.findAll().update(Bit({ flags: { not: 1 } }));
  // @ts-expect-error a number is no date
  Shop.findAll().update(CurrentDate({ stars: true }));
  // @ts-expect-error an id is no setting
  Shop.findAll().update(Max({ id: shop.id }));
  // @ts-expect-error elements of another type
  Shop.findAll().update(AddToSet({ tags: 1 }));
  // @ts-expect-error a set has no order to cut
  Shop.findAll().update(AddToSet({ tags: { $each: ["a"], $slice: 1 } }));
  // @ts-expect-error elements of another type
  Shop.findAll().update(Push({ tags: { $each: [1] } }));
  // @ts-expect-error both ends only
  Shop.findAll().update(Pop({ tags: 2 }));
  // @ts-expect-error the elements have no such field
  Shop.findAll().update(Pull({ items: { m: 1 } }));
  // @ts-expect-error a list of another type
  Shop.findAll().update(PullAll({ scores: ["a"] }));
  // @ts-expect-error not a number
  Shop.findAll().update(Inc({ title: 1 }));
  // @ts-expect-error no such operator
  Shop.findAll().update({ $sett: { stars: 1 } });
  // @ts-expect-error a value of another type
  Shop.title.rename(Shop.stars);
  // @ts-expect-error a field of another model
  Shop.title.rename(Product.addr.city);
  // @ts-expect-error text is no date
  Shop.title.currentDate();
  // @ts-expect-error one operation at a time
  Shop.flags.bit({ and: 1, or: "2" });
}
