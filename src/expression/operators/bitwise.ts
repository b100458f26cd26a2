import type { Predicate, Reference } from "../../types/expressions.ts";
import type { Bits, Whole } from "../../types/scalars.ts";
import type { Binary } from "../../values/binary.ts";
import { onField } from "./on-field.ts";

/** @internal */
type BitsIn<R> = Reference<Whole | Uint8Array | Binary | null, R> | string;

/** All of these bits are 0. */
export function BitsAllClear<R = never>(field: BitsIn<R>, bits: Bits): Predicate<R> {
  return onField("BitsAllClear", field, (f) => f.bitsAllClear(bits));
}

/** All of these bits are 1. */
export function BitsAllSet<R = never>(field: BitsIn<R>, bits: Bits): Predicate<R> {
  return onField("BitsAllSet", field, (f) => f.bitsAllSet(bits));
}

/** One of these bits at least is 0. */
export function BitsAnyClear<R = never>(field: BitsIn<R>, bits: Bits): Predicate<R> {
  return onField("BitsAnyClear", field, (f) => f.bitsAnyClear(bits));
}

/** One of these bits at least is 1. */
export function BitsAnySet<R = never>(field: BitsIn<R>, bits: Bits): Predicate<R> {
  return onField("BitsAnySet", field, (f) => f.bitsAnySet(bits));
}
