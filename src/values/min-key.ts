import { BsonValue } from "./bson-value.ts";

/** The BSON value that sorts before all others. */
export class MinKey extends BsonValue {
  /** Extended JSON: `{ "$minKey": 1 }`. */
  override toJSON(): { $minKey: 1 } {
    return { $minKey: 1 };
  }

  /** Whether the other value is of the same type and would be stored as the same bytes. */
  override equals(other: unknown): boolean {
    return other instanceof MinKey;
  }

  /** Name of the BSON type, as in the `bson` package. */
  override get _bsontype(): "MinKey" {
    return "MinKey";
  }
}
