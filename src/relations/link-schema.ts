import { z } from "zod";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { annotate } from "../schema/metadata.ts";
import type { FieldShape } from "../schema/compiler.ts";
import { type ModelClassLike, modelOf } from "../schema/model.ts";
import type { AnySchema } from "../schema/zod.ts";
import type { BackLinkSchema, LinkSchema } from "../types/links.ts";
import { ForwardReference } from "./forward-link.ts";
import { linkInput } from "./link-input.ts";

/**
 * A reference to a document of another model, or of the same one.
 *
 * The constructor takes a document, a `Link`, a `DBRef`, an id, or `{ id, collection }`. Read documents hold a `Link` until it is fetched. A circle of
 * classes needs a getter somewhere: `get parent() { return link(() => Node).optional(); }`.
 *
 * @param to gives the class; asked for when it is needed, so that classes may refer to each other
 * @param options `store`: a DBRef as other tools write it (`"dbref"`, default), or the plain id (`"id"`)
 * @example
 * ```ts
 * class Product extends Document({ name: z.string(), category: link(() => Category) }) {}
 * ```
 */
export function link<C>(to: () => C, options: { store?: "id" | "dbref" } = {}): LinkSchema<C> {
  const { store = "dbref" } = options;
  if (store !== "dbref" && store !== "id") {
    throw new InvalidArgument(`link(...) stores a "dbref" or an "id", not ${JSON.stringify(store)}.`, {
      code: "schema.unsupported",
    });
  }
  const reference = new ForwardReference(targetOf(to, "link"), store);
  const incoming = z.transform((input: unknown, context) => {
    try {
      return linkInput(reference, input);
    } catch (cause) {
      context.issues.push({ code: "custom", message: (cause as Error).message, input });
      return z.NEVER;
    }
  });
  const schema = z.pipe(incoming, z.custom((value) => reference.holds(value)));
  return annotate(schema, { link: reference }) as unknown as LinkSchema<C>;
}

/**
 * The documents of another model that link here. Nothing is stored; what is found comes from the other side's link.
 *
 * @param to gives the class on the other side
 * @param field its field that links here, a link or a list of links
 * @example
 * ```ts
 * class Category extends Document({ title: z.string(), get products() { return backLink(() => Product, "category"); } }) {}
 * ```
 */
export function backLink<C extends { readonly shape: unknown }>(
  to: () => C,
  field: keyof C["shape"] & string,
): BackLinkSchema<C> {
  return backSchema(to, field, false) as BackLinkSchema<C>;
}

/** The same where at most one document links here. */
export function backLinkOne<C extends { readonly shape: unknown }>(
  to: () => C,
  field: keyof C["shape"] & string,
): BackLinkSchema<C, "one"> {
  return backSchema(to, field, true) as BackLinkSchema<C, "one">;
}

function backSchema(to: () => unknown, field: string, single: boolean): AnySchema {
  const target = targetOf(to, single ? "backLinkOne" : "backLink");
  const schema = z.undefined("It is found through the other side's link: set that one instead").optional();
  const fields = (): readonly FieldShape[] => modelOf(target()).fieldShapes();
  return annotate(schema, { link: { direction: "back", target, field, single, fields } });
}

function targetOf(to: unknown, call: string): () => ModelClassLike {
  if (typeof to === "function" && !/^class\b/.test(Function.prototype.toString.call(to))) {
    return to as () => ModelClassLike;
  }
  throw new InvalidArgument(
    `${call}(...) takes a function that gives the class: ${call}(() => Category). The class itself may not be there yet.`,
    { code: "schema.shape" },
  );
}
