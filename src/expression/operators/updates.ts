import type { Doc } from "../../types/doc.ts";
import type { Change } from "../../types/expressions.ts";
import type {
  Amounts,
  BitChanges,
  Dates,
  InsertSetting,
  Known,
  Removals,
  Renames,
  Setting,
} from "../../types/updates.ts";
import { ofFields } from "./of-fields.ts";

// `any`: the document type is inferred from the place of use, and there is none where nothing is expected.

/**
 * Sets fields.
 *
 * @example `await Product.find({ price: 0 }).update(Set({ price: 1 }))`
 */
// deno-lint-ignore no-explicit-any -- where no model is expected, none is checked
export function Set<D extends Doc = any>(fields: NoInfer<Setting<D>>): Change<Known<D>, D> {
  return ofFields("$set", fields);
}

/** Sets fields only where an upsert inserts a new document. */
// deno-lint-ignore no-explicit-any -- where no model is expected, none is checked
export function SetOnInsert<D extends Doc = any>(fields: NoInfer<InsertSetting<D>>): Change<Known<D>, D> {
  return ofFields("$setOnInsert", fields);
}

/** Removes fields: `Unset({ cost: true })`. */
// deno-lint-ignore no-explicit-any -- where no model is expected, none is checked
export function Unset<D extends Doc = any>(fields: NoInfer<Removals<D>>): Change<Known<D>, D> {
  return ofFields("$unset", fields);
}

/** Moves values to other fields: `Rename({ title: "name" })`. Not through lists. */
// deno-lint-ignore no-explicit-any -- where no model is expected, none is checked
export function Rename<D extends Doc = any>(fields: NoInfer<Renames<D>>): Change<Known<D>, D> {
  return ofFields("$rename", fields);
}

/** Adds amounts to numeric fields; a missing field counts as 0. */
// deno-lint-ignore no-explicit-any -- where no model is expected, none is checked
export function Inc<D extends Doc = any>(fields: NoInfer<Amounts<D>>): Change<Known<D>, D> {
  return ofFields("$inc", fields);
}

/** Multiplies numeric fields; a missing field becomes 0. */
// deno-lint-ignore no-explicit-any -- where no model is expected, none is checked
export function Mul<D extends Doc = any>(fields: NoInfer<Amounts<D>>): Change<Known<D>, D> {
  return ofFields("$mul", fields);
}

/** Sets fields to values that are smaller than theirs. */
// deno-lint-ignore no-explicit-any -- where no model is expected, none is checked
export function Min<D extends Doc = any>(fields: NoInfer<Setting<D>>): Change<Known<D>, D> {
  return ofFields("$min", fields);
}

/** Sets fields to values that are larger than theirs. */
// deno-lint-ignore no-explicit-any -- where no model is expected, none is checked
export function Max<D extends Doc = any>(fields: NoInfer<Setting<D>>): Change<Known<D>, D> {
  return ofFields("$max", fields);
}

/** Sets date fields to the server's time: `CurrentDate({ seenAt: true })`. */
// deno-lint-ignore no-explicit-any -- where no model is expected, none is checked
export function CurrentDate<D extends Doc = any>(fields: NoInfer<Dates<D>>): Change<Known<D>, D> {
  return ofFields("$currentDate", fields);
}

/** Combines the bits of stored integers with others: `Bit({ flags: { or: 4 } })`. */
// deno-lint-ignore no-explicit-any -- where no model is expected, none is checked
export function Bit<D extends Doc = any>(fields: NoInfer<BitChanges<D>>): Change<Known<D>, D> {
  return ofFields("$bit", fields);
}
