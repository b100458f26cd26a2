import { BsonValue } from "./bson-value.ts";

/** The deprecated BSON type symbol: text, kept apart from strings. Not a JavaScript symbol. */
export class BSONSymbol extends BsonValue {
  /** Its text. */
  readonly value: string;

  /** Its text. */
  constructor(value: string) {
    super();
    this.value = value;
  }

  /** Its text. */
  override toString(): string {
    return this.value;
  }

  /** Extended JSON: `{ "$symbol": "..." }`. */
  override toJSON(): { $symbol: string } {
    return { $symbol: this.value };
  }

  /** Whether the other value is of the same type and would be stored as the same bytes. */
  override equals(other: unknown): boolean {
    return other instanceof BSONSymbol && other.value === this.value;
  }

  /** Name of the BSON type, as in the `bson` package. */
  override get _bsontype(): "BSONSymbol" {
    return "BSONSymbol";
  }
}
