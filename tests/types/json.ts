import { z } from "zod";
import {
  type Binary,
  binary,
  Document,
  int64,
  type JsonSchema,
  Model,
  type ObjectId,
  objectId,
  type ObjectIdLike,
} from "../../mod.ts";
import { type Equal, is } from "./equal.ts";

class Product extends Document({
  name: z.string(),
  at: z.date(),
  raw: binary().optional(),
  stock: int64().default(0n),
  parts: z.array(z.object({ owner: objectId(), at: z.date().nullable() })),
  extra: z.any(),
}) {
  get label(): string {
    return this.name;
  }
}
class Short extends Model({ name: z.string(), at: z.date() }) {}

/** The types that a Standard Schema carries. */
type Types<S> = S extends { readonly "~standard": { readonly types?: infer T } } ? NonNullable<T> : never;

export function json(text: string, product: Product, short: Short): unknown {
  const made = Product.fromJSON(JSON.parse(text));
  is<Equal<typeof made, Product>>();
  const schema = Product.schema();
  type Both = Types<typeof schema>;
  is<Equal<Both["output"], Product>>();
  is<Equal<Both["input"]["name"], string>>();
  is<Equal<Both["input"]["at"], Date | string>>();
  is<Equal<Both["input"]["id"], ObjectId | string | undefined>>();
  is<Equal<Both["input"]["raw"], Uint8Array | ArrayBuffer | Binary | string | undefined>>();
  is<Equal<Both["input"]["stock"], bigint | number | string | undefined>>();
  is<Equal<Both["input"]["parts"][0]["owner"], ObjectId | ObjectIdLike | string>>();
  is<Equal<Both["input"]["parts"][0]["at"], Date | string | null>>();
  // @ts-expect-error there is no such field
  type _None = Both["input"]["nam"];

  const shortened = Short.schema();
  is<Equal<Types<typeof shortened>["output"], Short>>();
  is<Equal<ReturnType<typeof Short.jsonSchema>, JsonSchema>>();
  is<Equal<ReturnType<typeof product.toJSON>, Record<string, unknown>>>();
  is<Equal<ReturnType<typeof short.toJSON>, Record<string, unknown>>>();
  // @ts-expect-error neither of the two sides
  Product.jsonSchema({ io: "both" });
  // @ts-expect-error no such version
  Product.jsonSchema({ target: "draft-3" });
  return [made.label, Product.jsonSchema({ io: "input" })];
}
