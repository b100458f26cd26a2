import type { ObjectIdLike } from "../values/object-id.ts";
import type { Binary } from "../values/binary.ts";
import type { Doc } from "../types/doc.ts";
import type { input } from "../types/phantom.ts";
import type { Leaf } from "../types/scalars.ts";
import type { OptionalFields } from "./generate/context.ts";

/** @internal What is no object with fields of its own. */
type Whole = Leaf | Doc | ObjectIdLike | Binary | readonly unknown[] | ((...args: never[]) => unknown);

/** @internal An object in part. */
type Part<T> = T extends Whole ? never : T extends object ? Overrides<T> : never;

/** Fields that a test cares about; an object in them may be given in part, all else is made. `undefined` leaves a field out. */
export type Overrides<I> = { readonly [K in keyof I]?: I[K] | Part<I[K]> };

/** Fields for a document, or a function that gives them for the position of the document, from 0. */
export type OverridesFor<I> = Overrides<I> | ((index: number) => Overrides<I>);

/** A class that a factory can make documents of: of `Document`, `View` or `Model`. */
export interface Buildable<D, I> {
  /** Makes a document of its input. */
  new (input: never): D;
  /** @internal */
  readonly [input]: I;
}

/** Options of `factory`. */
export interface FactoryOptions<I> {
  /**
   * A whole number: factories of the same model with the same seed make the same documents, in every run and runtime (with the same version of fast-check).
   * Default: 1 for the first factory of the model in the process, 2 for the second, and so on, so that they get along in one database.
   */
  seed?: number;
  /** Fields of all documents, as `build` takes them. What `build` is given goes before. */
  values?: OverridesFor<I>;
  /**
   * What becomes of optional fields: some are there (`"some"`, default), none, or all. With `"some"` nullable fields are sometimes null. Optional links are
   * made with `"all"` only.
   */
  optional?: OptionalFields;
}
