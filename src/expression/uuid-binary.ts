import { Binary } from "../values/binary.ts";
import { uuidToWords } from "../values/uuid.ts";

/** A UUID's text as it is stored: binary data of subtype 4. */
export function uuidBinary(text: string): Binary {
  const words = new Int32Array(4);
  uuidToWords(text, words, 0);
  return new Binary(new Uint8Array(words.buffer), 4);
}
