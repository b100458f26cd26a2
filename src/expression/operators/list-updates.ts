import type { Doc } from "../../types/doc.ts";
import type { Change } from "../../types/expressions.ts";
import type { Joins, Known, Pops, PullLists, Pulls, Pushes } from "../../types/updates.ts";
import { ofFields } from "./of-fields.ts";

// `any`: the document type is inferred from the place of use, and there is none where nothing is expected.

/** Appends elements to lists: one, or several with `$each`, `$position`, `$slice` and `$sort`. */
// deno-lint-ignore no-explicit-any -- where no model is expected, none is checked
export function Push<D extends Doc = any>(fields: NoInfer<Pushes<D>>): Change<Known<D>, D> {
  return ofFields("$push", fields);
}

/** Appends elements that are not there yet: one, or several with `$each`. */
// deno-lint-ignore no-explicit-any -- where no model is expected, none is checked
export function AddToSet<D extends Doc = any>(fields: NoInfer<Joins<D>>): Change<Known<D>, D> {
  return ofFields("$addToSet", fields);
}

/** Removes elements that equal a value or match a filter: `Pull({ tags: { $in: ["old"] } })`. */
// deno-lint-ignore no-explicit-any -- where no model is expected, none is checked
export function Pull<D extends Doc = any>(fields: NoInfer<Pulls<D>>): Change<Known<D>, D> {
  return ofFields("$pull", fields);
}

/** Removes elements that equal one of the values. */
// deno-lint-ignore no-explicit-any -- where no model is expected, none is checked
export function PullAll<D extends Doc = any>(fields: NoInfer<PullLists<D>>): Change<Known<D>, D> {
  return ofFields("$pullAll", fields);
}

/** Removes the last element (1) or the first (-1) of lists. */
// deno-lint-ignore no-explicit-any -- where no model is expected, none is checked
export function Pop<D extends Doc = any>(fields: NoInfer<Pops<D>>): Change<Known<D>, D> {
  return ofFields("$pop", fields);
}
