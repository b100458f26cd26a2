const BIAS = 6176;
const LARGEST_COEFFICIENT = 10n ** 34n - 1n;

/** Text of the 128 bits of a Decimal128. Rules: MongoDB specification "BSON Decimal128", to-string. */
export function decimalToText(bits: bigint): string {
  const sign = bits >> 127n === 1n ? "-" : "";
  const combination = Number((bits >> 122n) & 31n);
  if (combination === 31) return "NaN";
  if (combination === 30) return `${sign}Infinity`;
  // With both high bits set the coefficient would need more than 34 digits; such values are zero by the specification.
  const oversized = combination >= 24;
  const exponent = Number((bits >> (oversized ? 111n : 113n)) & 0x3fffn) - BIAS;
  const coefficient = oversized ? 0n : bits & ((1n << 113n) - 1n);
  return sign + notation((coefficient > LARGEST_COEFFICIENT ? 0n : coefficient).toString(), exponent);
}

function notation(digits: string, exponent: number): string {
  const adjusted = exponent + digits.length - 1;
  if (exponent > 0 || adjusted < -6) {
    const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
    return `${mantissa}E${adjusted < 0 ? "" : "+"}${adjusted}`;
  }
  if (exponent === 0) return digits;
  const point = digits.length + exponent;
  return point > 0 ? `${digits.slice(0, point)}.${digits.slice(point)}` : `0.${"0".repeat(-point)}${digits}`;
}
