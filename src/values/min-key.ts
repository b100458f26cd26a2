import { BsonValue } from "./bson-value.ts";

/** The BSON value that sorts before all others. */
export class MinKey extends BsonValue {
  /** Extended JSON: `{ "$minKey": 1 }`. */
  override toJSON(): { $minKey: 1 } {
    return { $minKey: 1 };
  }

  override equals(other: unknown): boolean {
    return other instanceof MinKey;
  }

  override get _bsontype(): "MinKey" {
    return "MinKey";
  }
}
