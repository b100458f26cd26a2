import { InvalidArgument } from "../errors/invalid-argument.ts";
import { swapBytes, wordFromHex, wordToHex } from "./hex.ts";
import { define, inspectedAs } from "./inspect.ts";

/** An ObjectId of this class, of the `bson` package (any version), or of any library that uses its brand. */
export interface ObjectIdLike {
  /** Name of the BSON type, as in the `bson` package. */
  readonly _bsontype: "ObjectId";
  /** 24 hexadecimal digits. */
  toHexString(): string;
}

const HEX_PATTERN = /^[0-9a-fA-F]{24}$/;

// Five random bytes of this thread and a counter with a random start, as the ObjectId specification asks.
const random = crypto.getRandomValues(new Uint8Array(8));
const randomWord = new Int32Array(random.buffer, 0, 1)[0]!;
const randomByte = random[4]!;
let counter = (random[5]! << 16) | (random[6]! << 8) | random[7]!;

/**
 * BSON ObjectId: 12 bytes, seconds since 1970 first. Immutable.
 *
 * Its text is 24 lower-case hexadecimal digits, as `toString()`, in templates and in JSON. Where Haricot takes one it also takes those
 * of the `bson` package, and the official driver (bson 7) takes these.
 *
 * @example
 * ```ts
 * const id = new ObjectId();
 * `${id}`;                                   // "65a1..."
 * id.equals("65a1b2c3d4e5f60718293a4b");     // compares with text too
 * ```
 */
export class ObjectId {
  // The bytes in memory order. Plain properties, so that deep comparisons of test libraries see them.
  private readonly a: number;
  private readonly b: number;
  private readonly c: number;

  /**
   * Without an argument: a new id by the ObjectId specification. Otherwise the same id as the input.
   *
   * @param input 24 hexadecimal digits, 12 bytes, or an ObjectId of any library
   * @throws {InvalidArgument} when the input is none of these
   */
  constructor(input?: string | Uint8Array | ObjectIdLike);
  /** @internal Three words as they cross from the engine; see {@link ObjectId.fromWords}. */
  constructor(a: number, b: number, c: number);
  constructor(input?: string | Uint8Array | ObjectIdLike | number, b?: number, c?: number) {
    if (b !== undefined) {
      this.a = input as number;
      this.b = b;
      this.c = c!;
    } else if (input === undefined) {
      counter = (counter + 1) & 0xffffff;
      this.a = swapBytes(Math.floor(Date.now() / 1000));
      this.b = randomWord;
      this.c = randomByte | (swapBytes(counter) & ~255);
    } else if (input instanceof ObjectId) {
      this.a = input.a;
      this.b = input.b;
      this.c = input.c;
    } else {
      const hex = hexOf(input);
      this.a = wordFromHex(hex, 0);
      this.b = wordFromHex(hex, 8);
      this.c = wordFromHex(hex, 16);
    }
  }

  /** The id whose 12 bytes lie in three little-endian int32 words. */
  static fromWords(a: number, b: number, c: number): ObjectId {
    return new ObjectId(a, b, c);
  }

  /** Whether the constructor would take this input. */
  static isValid(input: unknown): input is string | Uint8Array | ObjectIdLike {
    if (typeof input === "string") return HEX_PATTERN.test(input);
    if (input instanceof Uint8Array) return input.length === 12;
    return isObjectId(input);
  }

  /** Writes the three words of the id. */
  toWords(target: Int32Array, position: number): void {
    target[position] = this.a;
    target[position + 1] = this.b;
    target[position + 2] = this.c;
  }

  /** 24 lower-case hexadecimal digits. */
  toString(): string {
    return wordToHex(this.a) + wordToHex(this.b) + wordToHex(this.c);
  }

  /** The same as `toString()`: in JSON an ObjectId is its text. */
  toJSON(): string {
    return this.toString();
  }

  /** The same as `toString()`, under the name that the `bson` package uses. */
  toHexString(): string {
    return this.toString();
  }

  /** Whether the other value is an ObjectId (of any library), or the text of one, with the same bytes. */
  equals(other: unknown): boolean {
    if (other instanceof ObjectId) return this.a === other.a && this.b === other.b && this.c === other.c;
    if (typeof other === "string") return other.length === 24 && other.toLowerCase() === this.toString();
    return isObjectId(other) && other.toHexString() === this.toString();
  }

  /** When the id was made, to the second. */
  getTimestamp(): Date {
    return new Date((swapBytes(this.a) >>> 0) * 1000);
  }

  /** The 12 bytes, as a copy. */
  get id(): Uint8Array {
    const bytes = new Uint8Array(12);
    this.serializeInto(bytes, 0);
    return bytes;
  }

  /** Name of the BSON type, as in the `bson` package. */
  get _bsontype(): "ObjectId" {
    return "ObjectId";
  }

  /** Name of the BSON type. */
  get [Symbol.toStringTag](): "ObjectId" {
    return "ObjectId";
  }

  /** @internal What the serializer of the `bson` package calls: writes the 12 bytes and returns their number. */
  serializeInto(target: Uint8Array, position: number): number {
    for (const word of [this.a, this.b, this.c]) {
      target[position++] = word;
      target[position++] = word >>> 8;
      target[position++] = word >>> 16;
      target[position++] = word >>> 24;
    }
    return 12;
  }
}

inspectedAs(ObjectId.prototype, (id) => `ObjectId("${id}")`);

// What the serializers of the `bson` package look at before they take a value: major version, and the type once more.
define(ObjectId.prototype, "@@mdb.bson.version", { value: 7 });
define(ObjectId.prototype, "@@mdb.bson.type", { value: "ObjectId" });

/**
 * Whether the value is an ObjectId of any library. The brand counts only when it is inherited: what was parsed from JSON has it as
 * an own property, and stays the plain data that it is.
 */
export function isObjectId(value: unknown): value is ObjectId | ObjectIdLike {
  if (value instanceof ObjectId) return true;
  if (typeof value !== "object" || value === null || Object.hasOwn(value, "_bsontype")) return false;
  const like = value as Partial<ObjectIdLike>;
  return like._bsontype === "ObjectId" && typeof like.toHexString === "function" &&
    HEX_PATTERN.test(like.toHexString());
}

function hexOf(input: string | Uint8Array | ObjectIdLike | number): string {
  if (typeof input === "string" && HEX_PATTERN.test(input)) return input;
  if (input instanceof Uint8Array && input.length === 12) {
    return Array.from(input, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  if (isObjectId(input)) return input.toHexString();
  const found = typeof input === "string" ? `a string of ${input.length} characters` : typeof input;
  throw new InvalidArgument(
    `An ObjectId is made from 24 hexadecimal digits, 12 bytes or another ObjectId, not from ${found}`,
    {
      code: "argument.object_id",
    },
  );
}
