import { Push } from "../../operators.ts";
import { Category, Product, Short, Tree } from "./models.ts";

export function refused(p: Product, c: Category): unknown {
  // @ts-expect-error a string is no number
  Product.price.lt("10");
  // @ts-expect-error no such path
  Product.addr.cty.eq("x");
  // @ts-expect-error another model
  Product.find(Category.title.eq("x"));
  // @ts-expect-error unknown field
  Product.find({ pric: 3 });
  // @ts-expect-error unknown path
  Product.find({ "addr.cty": "x" });
  // @ts-expect-error wrong operand
  Product.find({ price: { $lt: "x" } });
  // @ts-expect-error not a number
  Product.find().inc({ name: 1 });
  // @ts-expect-error not a list
  Product.find().push({ name: "x" });
  // @ts-expect-error not a date
  Product.find().currentDate({ name: true });
  // @ts-expect-error no such field
  Product.find().unset("nam");
  // @ts-expect-error operator objects are checked where they are used
  Product.find().update(Push({ tags: 1 }));
  // @ts-expect-error wrong value
  p.set({ "addr.city": 3 });
  // @ts-expect-error no such field
  Product.find().sort("nam");
  // @ts-expect-error not selected
  Product.find().select("name").then((r) => r[0]?.price);
  // @ts-expect-error missing fields
  new Product({ name: "x" });
  // @ts-expect-error the id of a Tree is a string
  Tree.get(3);
  // @ts-expect-error an id is no setting
  p.set({ id: p.id });
  // @ts-expect-error a list query has no response type
  Product.find().set({ price: 1 }).responseType("NEW_DOCUMENT");
  // @ts-expect-error a projection model has no collection
  Short.find();
  // @ts-expect-error text has no list operators
  Product.fields.name.push("x");
  // @ts-expect-error not a Product
  return Product.insertMany([c]);
}
