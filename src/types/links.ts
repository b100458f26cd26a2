// deno-lint-ignore-file ban-types -- `T & {}` takes null and undefined away
import type * as z from "zod";
import type { FetchOptions } from "../relations/link.ts";
import type { Binary } from "../values/binary.ts";
import type { DBRef } from "../values/db-ref.ts";
import type { ObjectId } from "../values/object-id.ts";
import type { Data, Doc, IdOf } from "./doc.ts";
import type { Linked } from "./scalars.ts";

/** What a link field holds: a reference, or the document itself once it was fetched. */
export interface Link<out D> extends Linked<D> {
  /** The id of the linked document. */
  readonly id: IdOf<D>;
  /** The reference as MongoDB's DBRef. */
  toRef(): DBRef;
  /** The document; `DocumentNotFound` when there is none. A document gives itself. */
  fetch(options?: FetchOptions): Promise<D>;
}

/** A link of a model, as `getLinkFields()` tells of it. */
export interface LinkField {
  /** The field's name, with dots where it lies in objects: `"address.country"`. */
  readonly path: string;
  /** `back`: it is stored on the other side. */
  readonly direction: "forward" | "back";
  /** The class that it leads to. */
  readonly target: { readonly name: string };
  /** Whether a document may have several there. */
  readonly isList: boolean;
}

type Inst<C> = C extends { readonly prototype: infer D } ? D : never;
// Not IdOf<D>: that would look into D while D is being made.
type LinkKey = ObjectId | string | number | bigint | Uint8Array | Binary | DBRef;

/** @internal */
interface LinkInternals<C> extends z.core.$ZodTypeInternals {
  output: Link<Inst<C>>;
  input: Link<Inst<C>> | LinkKey | { readonly id: unknown; readonly collection: string };
}

/** @internal */
interface BackLinkInternals<C, N> extends z.core.$ZodTypeInternals {
  output: N extends "one" ? Link<Inst<C>> : Link<Inst<C>>[];
  input: undefined;
  optin: "optional";
}

/** The schema that `link(...)` gives. */
export interface LinkSchema<C> extends z.ZodType<unknown, unknown, LinkInternals<C>> {}

/** The schema that `backLink(...)` gives. */
export interface BackLinkSchema<C, N = "list"> extends z.ZodType<unknown, unknown, BackLinkInternals<C, N>> {}

type Less = [0, 0, 1, 2, 3, 4];

/** @internal The value of a link field after its links were fetched, `N` levels deep. */
export type FetchedValue<V, N extends number> = V extends Linked<infer D extends Doc> ? Fetched<D, Less[N]>
  : V extends readonly Linked<infer D extends Doc>[] ? Fetched<D, Less[N]>[]
  : V;

/** @internal The link fields of a document's data, fetched. */
export type FetchedLinks<T, N extends number> = {
  [K in keyof T as T[K] & {} extends Linked | readonly Linked[] ? K : never]: FetchedValue<T[K], N>;
};

/** A document whose links were fetched, `N` levels deep. The fetched fields come first, so that the methods of a list see documents. */
export type Fetched<D extends Doc, N extends number = 3> = N extends 0 ? D : FetchedLinks<Data<D>, N> & D;

type Head<N extends string> = N extends `${infer H}.${string}` ? H : N;
type Below<N extends string, H> = H extends string ? (N extends `${H}.${infer R}` ? R : never) : never;

type NamedValue<V, N extends string> = V extends Linked<infer D extends Doc> ? FetchedNamed<D, N>
  : V extends readonly Linked<infer D extends Doc>[] ? FetchedNamed<D, N>[]
  : V;

/** @internal The named links of a document, fetched. */
type NamedLinks<T, N extends string> = {
  [K in keyof T as K extends Head<N> ? (T[K] & {} extends Linked | readonly Linked[] ? K : never) : never]: NamedValue<
    T[K],
    Below<N, K>
  >;
};

/** A document of which the named links were fetched: `"category"`, `"owner.country"`. Names that are known at run time only say nothing here. */
export type FetchedNamed<D extends Doc, N extends string> = [N] extends [never] ? D
  : string extends N ? D
  : NamedLinks<Data<D>, N> & D;
