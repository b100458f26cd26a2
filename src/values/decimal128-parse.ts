import { InvalidArgument } from "../errors/invalid-argument.ts";

const NUMBER = /^([+-]?)(?:(\d+)\.?(\d*)|\.(\d+))(?:[eE]([+-]?\d+))?$/;
const INFINITY = /^([+-]?)inf(?:inity)?$/i;
const NOT_A_NUMBER = /^[+-]?nan$/i;

const DIGITS = 34;
const MAX_EXPONENT = 6111;
const MIN_EXPONENT = -6176;
const BIAS = 6176;

/**
 * The 128 bits of a Decimal128 in binary integer decimal encoding.
 * Rules: MongoDB specification "BSON Decimal128", from-string, with inexact rounding refused.
 */
export function parseDecimal(input: unknown): bigint {
  if (typeof input !== "string") {
    throw fail(`is made from text, not from ${typeof input}; a number may already have lost digits`);
  }
  if (NOT_A_NUMBER.test(input)) return 0x7c00n << 112n;
  const infinity = INFINITY.exec(input);
  if (infinity !== null) return (infinity[1] === "-" ? 0xf800n : 0x7800n) << 112n;
  const match = NUMBER.exec(input);
  if (match === null) throw fail('is made from the text of a number, such as "19.90"');
  const whole = match[2] ?? "";
  const fraction = match[3] ?? match[4] ?? "";
  const digits = (whole + fraction).replace(/^0+/, "");
  return encode(match[1] === "-", digits, exponentOf(match[5] ?? "0") - fraction.length);
}

/** The exponent as a number; one with many digits is beyond every limit, so its exact value does not matter. */
function exponentOf(power: string): number {
  return Math.max(-1e9, Math.min(1e9, Number(power)));
}

function encode(negative: boolean, digits: string, exponent: number): bigint {
  if (digits === "") return pack(negative, 0n, Math.max(MIN_EXPONENT, Math.min(MAX_EXPONENT, exponent)));
  // Only zeros may be cut off: everything else would round.
  while (digits.endsWith("0") && (digits.length > DIGITS || exponent < MIN_EXPONENT)) {
    digits = digits.slice(0, -1);
    exponent++;
  }
  if (digits.length > DIGITS) {
    throw fail(`holds ${DIGITS} digits; this one needs ${digits.length} and would be rounded`);
  }
  if (exponent < MIN_EXPONENT) throw fail("can not hold so small a number without rounding it");
  if (exponent > MAX_EXPONENT) {
    const missing = exponent - MAX_EXPONENT;
    if (digits.length + missing > DIGITS) throw fail("can not hold so large a number (its largest is 9.99...E+6144)");
    digits += "0".repeat(missing);
    exponent = MAX_EXPONENT;
  }
  return pack(negative, BigInt(digits), exponent);
}

function pack(negative: boolean, coefficient: bigint, exponent: number): bigint {
  return (negative ? 1n << 127n : 0n) | (BigInt(exponent + BIAS) << 113n) | coefficient;
}

function fail(what: string): InvalidArgument {
  return new InvalidArgument(`A Decimal128 ${what}`, { code: "argument.decimal128" });
}
