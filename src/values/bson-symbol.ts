import { BsonValue } from "./bson-value.ts";

/** The deprecated BSON type symbol: text, kept apart from strings. Not a JavaScript symbol. */
export class BSONSymbol extends BsonValue {
  readonly value: string;

  constructor(value: string) {
    super();
    this.value = value;
  }

  override toString(): string {
    return this.value;
  }

  /** Extended JSON: `{ "$symbol": "..." }`. */
  override toJSON(): { $symbol: string } {
    return { $symbol: this.value };
  }

  override equals(other: unknown): boolean {
    return other instanceof BSONSymbol && other.value === this.value;
  }

  override get _bsontype(): "BSONSymbol" {
    return "BSONSymbol";
  }
}
