/**
 * Keys that exist for the compiler only: no object has them at run time. They carry types through the API without taking a name
 * that a field of a user could want.
 */

/** @internal What is stored: the type of a document's data. */
export declare const data: unique symbol;
/** @internal What the constructor takes. */
export declare const input: unique symbol;
/** The field names of the model that an expression belongs to. */
export declare const root: unique symbol;
/** Which kind of expression something is. A plain property would let an expression pass for a plain filter of a model with a field by that name. */
export declare const kind: unique symbol;
/** @internal The type of the values that an operand stands for. */
export declare const value: unique symbol;
/** The document that a reference leads to; every document leads to itself. */
export declare const linked: unique symbol;
/** @internal The document type that a change was made for. */
export declare const context: unique symbol;
