import { BsonValue } from "./bson-value.ts";

/** The deprecated BSON type undefined, kept as it was stored. JavaScript's `undefined` is never stored as this. */
export class BSONUndefined extends BsonValue {
  /** Extended JSON: `{ "$undefined": true }`. */
  override toJSON(): { $undefined: true } {
    return { $undefined: true };
  }

  /** Whether the other value is of the same type and would be stored as the same bytes. */
  override equals(other: unknown): boolean {
    return other instanceof BSONUndefined;
  }

  /** Name of the BSON type, as in the `bson` package. */
  override get _bsontype(): "BSONUndefined" {
    return "BSONUndefined";
  }
}
