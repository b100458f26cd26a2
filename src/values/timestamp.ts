import { InvalidArgument } from "../errors/invalid-argument.ts";
import { BsonValue } from "./bson-value.ts";

/** BSON timestamp: the server's replication clock. For points in time of an application use `Date`. */
export class Timestamp extends BsonValue {
  /** Seconds since 1970, an unsigned 32-bit integer. */
  readonly seconds: number;
  /** Position among the operations of that second, an unsigned 32-bit integer. */
  readonly increment: number;

  /**
   * Seconds since 1970, and a counter within the second.
   *
   * @throws {InvalidArgument} when a part is not an unsigned 32-bit integer
   */
  constructor(seconds: number, increment: number) {
    super();
    if (seconds >>> 0 !== seconds || increment >>> 0 !== increment) {
      throw new InvalidArgument("Timestamp takes seconds and increment, both integers from 0 to 4294967295", {
        code: "argument.timestamp",
      });
    }
    this.seconds = seconds;
    this.increment = increment;
  }

  /** Extended JSON: `{ "$timestamp": { "t": 1, "i": 2 } }`. */
  override toJSON(): { $timestamp: { t: number; i: number } } {
    return { $timestamp: { t: this.seconds, i: this.increment } };
  }

  /** Whether the other value is of the same type and would be stored as the same bytes. */
  override equals(other: unknown): boolean {
    return other instanceof Timestamp && other.seconds === this.seconds && other.increment === this.increment;
  }

  /** Name of the BSON type, as in the `bson` package. */
  override get _bsontype(): "Timestamp" {
    return "Timestamp";
  }
}
