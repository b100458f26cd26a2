import type { ObjectId } from "../values/object-id.ts";

/**
 * The fields of a model: names to Zod schemas (or any Standard Schema).
 *
 * `any`, not a schema type: what is compared with `any` is not looked at, so a getter (Zod's idiom for recursion) stays unread until the
 * class exists. A value that is no schema throws when the class is made.
 */
// deno-lint-ignore no-explicit-any
export type Shape = Record<string, any>;

type OptionalOut = { _zod: { optout: "optional" } };
type OptionalIn = { _zod: { optin: "optional" | "defaulted" } };

/** @internal The type that a schema gives out. */
export type OutOf<Z> = Z extends { _zod: { output: infer O } } ? O
  : Z extends { "~standard": { types?: { output: infer O } | undefined } } ? O
  : unknown;

/** The type that a schema takes in. */
export type InOf<Z> = Z extends { _zod: { input: infer I } } ? I
  : Z extends { "~standard": { types?: { input: infer I } | undefined } } ? I
  : unknown;

// Two mapped types with `as`, not flattened and without a separate set of keys: either would look into the getters too early.

/** @internal The data of a shape as it is on an instance. */
export type Out<S> =
  & { -readonly [K in keyof S as S[K] extends OptionalOut ? never : K]: OutOf<S[K]> }
  & { -readonly [K in keyof S as S[K] extends OptionalOut ? K : never]?: OutOf<S[K]> };

/** @internal The data of a shape as a constructor takes it: defaulted fields may be left out. */
export type In<S> =
  & { [K in keyof S as S[K] extends OptionalIn ? never : K]: InOf<S[K]> }
  & { [K in keyof S as S[K] extends OptionalIn ? K : never]?: InOf<S[K]> };

/** @internal {@link Out} with the `id` that every document has; an ObjectId unless the shape says otherwise. */
export type Stored<S> = Out<S> & ("id" extends keyof S ? unknown : { id: ObjectId });

/** @internal {@link In} with the `id` that may be given. */
export type Given<S> = In<S> & ("id" extends keyof S ? unknown : { id?: ObjectId });
