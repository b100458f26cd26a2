// deno-lint-ignore-file ban-types -- `T & {}` takes null and undefined away
import type { Data, Doc, IdOf } from "./doc.ts";
import type {
  AnyField,
  ArrayField,
  BinaryField,
  DateField,
  Field,
  NumberField,
  ObjectField,
  OrderedField,
  StringField,
} from "./fields.ts";
import type { Leaf, Linked, Numeric } from "./scalars.ts";
import type { Binary } from "../values/binary.ts";
import type { Timestamp } from "../values/timestamp.ts";

/** Names that operators have taken. */
export type Ops = Exclude<keyof ArrayField<0, 0, 0>, number | symbol> | "fields";
/** @internal Of a union: the names of all its members. */
export type KeyOf<T> = T extends unknown ? keyof T : never;
/** @internal Of a union: the types that its members have at a name. */
export type Get<T, K> = T extends unknown ? K extends keyof T ? T[K] : never : never;
/** @internal */
type Nested<T, R> = { readonly [K in Exclude<KeyOf<T>, Ops>]: Path<Get<T, K>, R> };
/** @internal */
type Items<E, R> = E extends Linked<infer D extends Doc> ? Nested<Data<D>, R>
  : E extends object ? E extends Leaf | readonly unknown[] ? unknown : Nested<E, R>
  : unknown;

/** @internal */
type LeafField<T, R> = T & {} extends Date | Timestamp ? DateField<T, R>
  : T & {} extends Uint8Array | Binary ? BinaryField<T, R>
  : OrderedField<T, R>;

/**
 * The field expression for values of type `T` in a model with the field names `R`. A nested object or list continues the path by property
 * access, so no union of paths exists.
 */
// `T & {}` drops null and undefined and keeps the conditional from distributing over unions.
export type Path<T, R> = unknown extends T ? AnyField<R>
  : T & {} extends string ? StringField<T, R>
  : T & {} extends Numeric ? NumberField<T, R>
  : T & {} extends boolean ? Field<T, R>
  : T & {} extends Leaf ? LeafField<T, R>
  : T & {} extends readonly (infer E)[] ? ArrayField<E, T, R> & Items<E, R>
  : T & {} extends Linked<infer D extends Doc> ? ObjectField<T | D | IdOf<D>, Data<D>, R> & Nested<Data<D>, R>
  : T & {} extends object ? ObjectField<T, T & {}, R> & Nested<T & {}, R>
  : OrderedField<T, R>;

/** The fields of data `T` as expressions. */
export type Fields<T, R = keyof T> = { readonly [K in keyof T]-?: Path<T[K], R> };
