import { BsonValue } from "./bson-value.ts";

/** The BSON value that sorts after all others. */
export class MaxKey extends BsonValue {
  /** Extended JSON: `{ "$maxKey": 1 }`. */
  override toJSON(): { $maxKey: 1 } {
    return { $maxKey: 1 };
  }

  override equals(other: unknown): boolean {
    return other instanceof MaxKey;
  }

  override get _bsontype(): "MaxKey" {
    return "MaxKey";
  }
}
