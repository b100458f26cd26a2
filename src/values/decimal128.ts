import { BsonValue } from "./bson-value.ts";
import { decimalToText } from "./decimal128-format.ts";
import { parseDecimal } from "./decimal128-parse.ts";

/**
 * BSON Decimal128: IEEE 754-2008 decimal floating point with 34 digits. Immutable.
 *
 * Text keeps its precision: `"1.50"` and `"1.5"` are different values that compare equal on the server.
 *
 * @example
 * ```ts
 * new Decimal128("19.90").toString(); // "19.90"
 * ```
 */
export class Decimal128 extends BsonValue {
  private readonly a: number;
  private readonly b: number;
  private readonly c: number;
  private readonly d: number;

  /**
   * A decimal from its text, such as `"19.90"`; throws when it needs more than 34 digits.
   *
   * @param text a number such as `"-1.50"`, `"1E+3"`, `"Infinity"` or `"NaN"`, by the Decimal128 specification of BSON
   * @throws {InvalidArgument} when the text is no number, or needs more than 34 digits or a larger exponent: nothing is rounded
   */
  constructor(text: string);
  /** @internal Four words as they cross from the engine; see {@link Decimal128.fromWords}. */
  constructor(a: number, b: number, c: number, d: number);
  constructor(input: string | number, b?: number, c?: number, d?: number) {
    super();
    if (typeof input === "number" && b !== undefined) {
      this.a = input;
      this.b = b;
      this.c = c!;
      this.d = d!;
    } else {
      const bits = parseDecimal(input);
      this.a = Number(BigInt.asIntN(32, bits));
      this.b = Number(BigInt.asIntN(32, bits >> 32n));
      this.c = Number(BigInt.asIntN(32, bits >> 64n));
      this.d = Number(BigInt.asIntN(32, bits >> 96n));
    }
  }

  /** The value whose 16 little-endian bytes lie in four int32 words. */
  static fromWords(a: number, b: number, c: number, d: number): Decimal128 {
    return new Decimal128(a, b, c, d);
  }

  /** Writes the four words of the value. */
  toWords(target: Int32Array, position: number): void {
    target[position] = this.a;
    target[position + 1] = this.b;
    target[position + 2] = this.c;
    target[position + 3] = this.d;
  }

  /** The text of the specification: plain, or scientific where the exponent asks for it. */
  override toString(): string {
    return decimalToText(this.bits());
  }

  /** Extended JSON: `{ "$numberDecimal": "19.90" }`. */
  override toJSON(): { $numberDecimal: string } {
    return { $numberDecimal: this.toString() };
  }

  /** Whether the bytes are the same; `1.50` and `1.5` are not. */
  override equals(other: unknown): boolean {
    return other instanceof Decimal128 && other.bits() === this.bits();
  }

  /** Name of the BSON type, as in the `bson` package. */
  override get _bsontype(): "Decimal128" {
    return "Decimal128";
  }

  /** @internal */
  private bits(): bigint {
    const low = BigInt.asUintN(32, BigInt(this.a)) | (BigInt.asUintN(32, BigInt(this.b)) << 32n);
    const high = BigInt.asUintN(32, BigInt(this.c)) | (BigInt.asUintN(32, BigInt(this.d)) << 32n);
    return low | (high << 64n);
  }
}
