import { inspectedAs } from "./inspect.ts";

/**
 * Base of the classes that stand for BSON types JavaScript lacks.
 *
 * They carry `_bsontype` but not the version mark of the `bson` package: given to the official driver they are refused with an error,
 * where an unmarked object would be stored as an empty document. ({@link ObjectId} is accepted there: it implements what is needed.)
 */
export abstract class BsonValue {
  /** Name of the BSON type, as in the `bson` package. */
  abstract get _bsontype(): string;

  /** Extended JSON (version 2) of the value. */
  abstract toJSON(): unknown;

  /** Whether the other value is of the same type and would be stored as the same bytes. */
  abstract equals(other: unknown): boolean;

  /** Name of the BSON type. */
  get [Symbol.toStringTag](): string {
    return this._bsontype;
  }

  /** Type and value, for people. */
  toString(): string {
    return `${this._bsontype}(${JSON.stringify(this.toJSON())})`;
  }
}

inspectedAs(BsonValue.prototype, (value) => value.toString());
