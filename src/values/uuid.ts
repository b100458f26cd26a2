import { InvalidArgument } from "../errors/invalid-argument.ts";
import { byteFromHex, HEX, wordFromHex } from "./hex.ts";

const PATTERN = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;

/** Whether the text is a UUID: 32 hexadecimal digits in groups of 8-4-4-4-12, any version. */
export function isUuid(text: string): boolean {
  return PATTERN.test(text);
}

/** Text of the UUID whose 16 bytes lie in four little-endian int32 words; lower case. */
export function uuidFromWords(a: number, b: number, c: number, d: number): string {
  return HEX[a & 255]! + HEX[(a >>> 8) & 255]! + HEX[(a >>> 16) & 255]! + HEX[a >>> 24]! + "-" +
    HEX[b & 255]! + HEX[(b >>> 8) & 255]! + "-" + HEX[(b >>> 16) & 255]! + HEX[b >>> 24]! + "-" +
    HEX[c & 255]! + HEX[(c >>> 8) & 255]! + "-" + HEX[(c >>> 16) & 255]! + HEX[c >>> 24]! +
    HEX[d & 255]! + HEX[(d >>> 8) & 255]! + HEX[(d >>> 16) & 255]! + HEX[d >>> 24]!;
}

/**
 * Writes the 16 bytes of a UUID as four words.
 *
 * @throws {InvalidArgument} when the text is not a UUID
 */
export function uuidToWords(text: string, target: Int32Array, position: number): void {
  if (!isUuid(text)) {
    throw new InvalidArgument("A UUID is 32 hexadecimal digits in groups of 8-4-4-4-12", { code: "argument.uuid" });
  }
  target[position] = wordFromHex(text, 0);
  target[position + 1] = byteFromHex(text, 9) | (byteFromHex(text, 11) << 8) | (byteFromHex(text, 14) << 16) |
    (byteFromHex(text, 16) << 24);
  target[position + 2] = byteFromHex(text, 19) | (byteFromHex(text, 21) << 8) | (byteFromHex(text, 24) << 16) |
    (byteFromHex(text, 26) << 24);
  target[position + 3] = wordFromHex(text, 28);
}
