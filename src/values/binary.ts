import { InvalidArgument } from "../errors/invalid-argument.ts";
import { BsonValue } from "./bson-value.ts";
import { HEX } from "./hex.ts";

/** BSON binary data with its subtype. Subtype 0 is a plain `Uint8Array` in Haricot; this class is for all others. */
export class Binary extends BsonValue {
  /** The bytes. */
  readonly bytes: Uint8Array;
  /** 0-255; 4 is a UUID, 128 and above are for users. */
  readonly subtype: number;

  /**
   * Bytes with their subtype, 0 to 255.
   *
   * @throws {InvalidArgument} when the subtype is not an integer from 0 to 255, or `bytes` is not a `Uint8Array`
   */
  constructor(bytes: Uint8Array, subtype = 0) {
    super();
    if (!(bytes instanceof Uint8Array)) {
      throw new InvalidArgument("Binary takes a Uint8Array", { code: "argument.binary" });
    }
    if (!Number.isInteger(subtype) || subtype < 0 || subtype > 255) {
      throw new InvalidArgument("The subtype of a Binary is an integer from 0 to 255", { code: "argument.binary" });
    }
    this.bytes = bytes;
    this.subtype = subtype;
  }

  /** Extended JSON: `{ "$binary": { "base64": "...", "subType": "04" } }`. */
  override toJSON(): { $binary: { base64: string; subType: string } } {
    let characters = "";
    for (const byte of this.bytes) characters += String.fromCharCode(byte);
    return { $binary: { base64: btoa(characters), subType: HEX[this.subtype]! } };
  }

  /** Whether the other value is of the same type and would be stored as the same bytes. */
  override equals(other: unknown): boolean {
    return other instanceof Binary && other.subtype === this.subtype && other.bytes.length === this.bytes.length &&
      other.bytes.every((byte, position) => byte === this.bytes[position]);
  }

  /** Name of the BSON type, as in the `bson` package. */
  override get _bsontype(): "Binary" {
    return "Binary";
  }
}
