import { BsonValue } from "./bson-value.ts";

/**
 * A number that is stored as a BSON double even where it is an integer. Needed only where no schema says so: a plain JavaScript number
 * is stored as int32 or int64 when it is integral.
 */
export class Double extends BsonValue {
  /** The number. */
  readonly value: number;
  /** The bits of a NaN that is not the usual one: JavaScript numbers do not keep them. */
  readonly bits?: bigint;

  /** A number that is stored as a double even when it is whole. */
  constructor(value: number, bits?: bigint) {
    super();
    this.value = Number(value);
    if (bits !== undefined && Number.isNaN(this.value)) this.bits = BigInt.asIntN(64, bits);
  }

  /** The number, for arithmetic. */
  override valueOf(): number {
    return this.value;
  }

  /** The number as text. */
  override toString(): string {
    return Object.is(this.value, -0) ? "-0" : String(this.value);
  }

  /** Extended JSON: `{ "$numberDouble": "1.0" }`. */
  override toJSON(): { $numberDouble: string } {
    return {
      $numberDouble: Number.isInteger(this.value) && Math.abs(this.value) < 1e21 ? `${this}.0` : this.toString(),
    };
  }

  /** Whether the other value is of the same type and would be stored as the same bytes. */
  override equals(other: unknown): boolean {
    return other instanceof Double && Object.is(other.value, this.value) && other.bits === this.bits;
  }

  /** Name of the BSON type, as in the `bson` package. */
  override get _bsontype(): "Double" {
    return "Double";
  }
}
