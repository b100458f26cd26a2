import type { ObjectId } from "../values/object-id.ts";
import type { data } from "./phantom.ts";

/** Anything with typed fields: a document, or a projection model. {@link Row} lifts a plain type to one. */
export interface Doc {
  /** @internal */
  readonly [data]: unknown;
}

/** A plain type as a {@link Doc}. */
export interface Row<T> extends Doc {
  /** @internal */
  readonly [data]: T;
}

/** A class whose instances are `D`. */
export interface Class<D> {
  /** What instances inherit. */
  readonly prototype: D;
}

/** @internal The stored data of a document. */
export type Data<D extends Doc> = D[typeof data];

/** @internal The field names of a document. */
export type Key<D extends Doc> = keyof D[typeof data];

/** The type of a document's id. */
export type IdOf<D> = D extends { readonly id: infer I } ? I : never;

/** What may be given for an id: an ObjectId also as its 24 hexadecimal digits. */
export type IdArg<D> = IdOf<D> extends infer I ? I extends ObjectId ? ObjectId | string : I : never;
