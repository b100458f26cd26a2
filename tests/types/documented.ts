// What README and docs/ say does not compile.
import { z } from "zod";
import { Document, Model, View } from "../../mod.ts";

class Category extends Document({ title: z.string() }) {}

class Product extends Document({
  name: z.string(),
  price: z.number(),
  tags: z.array(z.string()).default([]),
}) {}

class Income extends View({ total: z.number() }) {
  static settings = { source: Product, pipeline: [] };
}

class Line extends Model({ name: z.string() }) {}

// @ts-expect-error -- README, docs/tutorial/02: a price is a number
Product.price.lt("5");
// @ts-expect-error -- README: a misspelt field
Product.find({ pric: 3 });
// @ts-expect-error -- README: a criterion of another model
Product.find(Category.title.eq("x"));
// @ts-expect-error -- docs/coming-from/mongoose.md: an unknown field of an update
Product.find({ name: "x" }).set({ pric: 3 });
// @ts-expect-error -- docs/guide/views.md, docs/tutorial/09: views are not written to
void new Income({ total: 1 }).insert();
// @ts-expect-error -- docs/tutorial/05: a stage knows the fields of the rows before it
Product.aggregate((p) => p.group((g) => g.name, () => ({})).match((f) => f.price.gt(1)));
// @ts-expect-error -- docs/tutorial/02: null has to be thought of
export const name: Promise<string> = Product.findOne().then((product) => product.name);
// @ts-expect-error -- docs/how-to/pagination.md: ids are no text
Product.find(Product.id.gt("65a1b2c3d4e5f60718293a4b"));
// @ts-expect-error -- a class of Model() has no collection
Line.find();
