/** The two lower-case digits of every byte. */
export const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** The eight digits of the four bytes that a little-endian word holds, in memory order. */
export function wordToHex(word: number): string {
  return HEX[word & 255]! + HEX[(word >>> 8) & 255]! + HEX[(word >>> 16) & 255]! + HEX[word >>> 24]!;
}

/** The little-endian word whose memory holds the four bytes written as eight digits from `start`. Digits are not checked. */
export function wordFromHex(text: string, start: number): number {
  const bytes = parseInt(text.substring(start, start + 8), 16);
  return swapBytes(bytes);
}

/** The word with its bytes in reverse order, as int32. */
export function swapBytes(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}
