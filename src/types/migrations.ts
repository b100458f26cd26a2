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

/** What one field of an output takes: objects are there to be assigned into, however optional they are. */
export type OutputValue<V> = Extract<V, object> extends infer O ? [O] extends [never] ? V
  : O extends Leaf | Linked | readonly unknown[] ? V
  : OutputFields<O>
  : never;

/** What may be assigned, of what a constructor takes. */
export type OutputFields<I> = { -readonly [K in Exclude<keyof I, "id">]-?: OutputValue<I[K]> };

/**
 * What an iterative migration assigns to: every field of the new model, on any level. It reads as what was assigned.
 *
 * @example `nameToTitle(input: OldNote, output: Output<typeof Note>) { output.title = input.name; }`
 */
export type Output<C> = C extends { readonly [input]: infer I } ? OutputFields<I> : never;

/** Called with each stored document, to say what differs in the new one. */
export type IterativeChange<D, I> = (document: D, output: OutputFields<I>) => unknown;
