import type { Class, Doc } from "./doc.ts";
import type { Leaf, Linked } from "./scalars.ts";
import type { input } from "./phantom.ts";

/** Which way migrations are run: each file has one part for each direction. */
export type MigrationDirection = "forward" | "backward";

/** A document class that a migration writes; `I` is what its constructor takes. */
export interface OutputClass<D extends Doc, I> extends Class<D> {
  /** @internal */
  readonly [input]: I;
}

/**
 * The fields inside of a value, however optional it is; never for values that are assigned as a whole.
 *
 * @internal
 */
export type Inside<V> = Extract<V, object> extends infer O
  ? [O] extends [never] ? never : O extends Leaf | Linked | readonly unknown[] ? never : O
  : never;

/** What one field of an output takes: objects are there to be assigned into, however optional they are. */
export type OutputValue<V> = [Inside<V>] extends [never] ? V : OutputFields<Inside<V>>;

/** What may be assigned, of what a constructor takes. Objects that are assigned as a whole may leave out what is optional. */
export type OutputFields<I> =
  & {
    -readonly [K in keyof I as K extends "id" ? never : [Inside<I[K]>] extends [never] ? never : K]-?: OutputValue<
      I[K]
    >;
  }
  & { -readonly [K in keyof I as K extends "id" ? never : [Inside<I[K]>] extends [never] ? K : never]: I[K] };

/**
 * What an iterative migration assigns to: every field of the new model, on any level. It reads as what was assigned.
 *
 * @example `nameToTitle(input: OldNote, output: Output<typeof Note>) { output.title = input.name; }`
 */
export type Output<C> = C extends { readonly [input]: infer I } ? OutputFields<I> : never;

/** Called with each stored document, to say what differs in the new one. */
export type IterativeChange<D, I> = (document: D, output: OutputFields<I>) => unknown;
