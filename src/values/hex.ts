/** The two lower-case digits of every byte. */
export const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** The eight digits of the four bytes that a little-endian word holds, in memory order. */
export function wordToHex(word: number): string {
  return HEX[word & 255]! + HEX[(word >>> 8) & 255]! + HEX[(word >>> 16) & 255]! + HEX[word >>> 24]!;
}

/** Value of every hexadecimal digit, by character code; -1 for other characters. */
const DIGITS = new Int8Array(128).fill(-1);
for (const [value, digit] of [..."0123456789abcdef"].entries()) {
  DIGITS[digit.charCodeAt(0)] = value;
  DIGITS[digit.toUpperCase().charCodeAt(0)] = value;
}

/** The byte written as two digits at `start`; negative when they are no digits. */
export function byteFromHex(text: string, start: number): number {
  return (digitAt(text, start) << 4) | digitAt(text, start + 1);
}

function digitAt(text: string, position: number): number {
  const code = text.charCodeAt(position);
  return code < 128 ? DIGITS[code]! : -1;
}

/** The little-endian word whose memory holds the four bytes written as eight digits from `start`. Digits are not checked. */
export function wordFromHex(text: string, start: number): number {
  return byteFromHex(text, start) | (byteFromHex(text, start + 2) << 8) | (byteFromHex(text, start + 4) << 16) |
    (byteFromHex(text, start + 6) << 24);
}

/** The word with its bytes in reverse order, as int32. */
export function swapBytes(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}
