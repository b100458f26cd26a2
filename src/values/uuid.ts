import { InvalidArgument } from "../errors/invalid-argument.ts";
import { byteFromHex, HEX } from "./hex.ts";

const HYPHEN = 45;
const scratch = new Int32Array(4);

/** Whether the text is a UUID: 32 hexadecimal digits in groups of 8-4-4-4-12, any version. */
export function isUuid(text: string): boolean {
  return writeUuid(text, scratch, 0);
}

/** Text of the UUID whose 16 bytes lie in four little-endian int32 words; lower case. */
export function uuidFromWords(a: number, b: number, c: number, d: number): string {
  return HEX[a & 255]! + HEX[(a >>> 8) & 255]! + HEX[(a >>> 16) & 255]! + HEX[a >>> 24]! + "-" +
    HEX[b & 255]! + HEX[(b >>> 8) & 255]! + "-" + HEX[(b >>> 16) & 255]! + HEX[b >>> 24]! + "-" +
    HEX[c & 255]! + HEX[(c >>> 8) & 255]! + "-" + HEX[(c >>> 16) & 255]! + HEX[c >>> 24]! +
    HEX[d & 255]! + HEX[(d >>> 8) & 255]! + HEX[(d >>> 16) & 255]! + HEX[d >>> 24]!;
}

/** Writes the 16 bytes of a UUID as four words; false, with nothing useful written, when the text is none. */
export function writeUuid(text: string, target: Int32Array, position: number): boolean {
  if (
    text.length !== 36 || text.charCodeAt(8) !== HYPHEN || text.charCodeAt(13) !== HYPHEN ||
    text.charCodeAt(18) !== HYPHEN || text.charCodeAt(23) !== HYPHEN
  ) return false;
  // A byte whose digits are none is negative, and so is whatever it is combined with.
  let all = 0;
  for (let word = 0, start = 0; word < 4; word++) {
    let value = 0;
    for (let shift = 0; shift < 32; shift += 8) {
      if (start === 8 || start === 13 || start === 18 || start === 23) start++;
      const byte = byteFromHex(text, start);
      all |= byte;
      value |= byte << shift;
      start += 2;
    }
    target[position + word] = value;
  }
  return all >= 0;
}

/**
 * Writes the 16 bytes of a UUID as four words.
 *
 * @throws {InvalidArgument} when the text is not a UUID
 */
export function uuidToWords(text: string, target: Int32Array, position: number): void {
  if (!writeUuid(text, target, position)) {
    throw new InvalidArgument("A UUID is 32 hexadecimal digits in groups of 8-4-4-4-12", { code: "argument.uuid" });
  }
}
