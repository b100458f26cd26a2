import { BsonValue } from "./bson-value.ts";

/** The BSON value that sorts after all others. */
export class MaxKey extends BsonValue {
  /** Extended JSON: `{ "$maxKey": 1 }`. */
  override toJSON(): { $maxKey: 1 } {
    return { $maxKey: 1 };
  }

  /** Whether the other value is of the same type and would be stored as the same bytes. */
  override equals(other: unknown): boolean {
    return other instanceof MaxKey;
  }

  /** Name of the BSON type, as in the `bson` package. */
  override get _bsontype(): "MaxKey" {
    return "MaxKey";
  }
}
