import type { BsonTypeName } from "../transfer/bson-type.ts";
import type { Binary } from "../values/binary.ts";
import type { Decimal128 } from "../values/decimal128.ts";
import type { ObjectId } from "../values/object-id.ts";
import type { linked } from "./phantom.ts";

/** @internal Every document is a reference to itself; a link is one to another document. */
export type Linked<D = unknown> = { readonly [linked]: D };

/** @internal A value for a field: an optional one is compared with `null`, never with `undefined`. */
export type Val<T> = undefined extends T ? Exclude<T, undefined> | null : T;

/** @internal What the server can count with. */
export type Numeric = number | bigint | Decimal128;

/** @internal Objects that are values, without fields of their own. The last one: Uint8Array, Map and other built-in classes. */
export type Leaf = Date | RegExp | ObjectId | Decimal128 | { readonly [Symbol.toStringTag]: string };

/** @internal A whole number, as bitwise operators take them. */
export type Whole = number | bigint;

/** @internal Which bits: a mask as a whole number or as bytes, or the positions of the bits, the lowest being 0. */
export type Bits = Whole | readonly number[] | Uint8Array | Binary;

/** @internal A BSON type as `$type` takes it (MongoDB manual, `$type`): by name or number; `"number"` stands for all that are numbers. */
export type TypeOf = BsonTypeName | "number" | number;
