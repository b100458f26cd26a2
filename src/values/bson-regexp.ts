import { BsonValue } from "./bson-value.ts";

/** A stored regular expression that `RegExp` can not express exactly, for example one with the option `x`. */
export class BSONRegExp extends BsonValue {
  /** Pattern in the syntax of the server (PCRE). */
  readonly pattern: string;
  /** Option letters in alphabetical order, as BSON asks. */
  readonly options: string;

  /** A pattern in the dialect of the server (PCRE), with its option letters. */
  constructor(pattern: string, options = "") {
    super();
    this.pattern = pattern;
    this.options = options.length > 1 ? [...options].sort().join("") : options;
  }

  /** Extended JSON: `{ "$regularExpression": { "pattern": "...", "options": "ix" } }`. */
  override toJSON(): { $regularExpression: { pattern: string; options: string } } {
    return { $regularExpression: { pattern: this.pattern, options: this.options } };
  }

  /** Whether the other value is of the same type and would be stored as the same bytes. */
  override equals(other: unknown): boolean {
    return other instanceof BSONRegExp && other.pattern === this.pattern && other.options === this.options;
  }

  /** Name of the BSON type, as in the `bson` package. */
  override get _bsontype(): "BSONRegExp" {
    return "BSONRegExp";
  }
}
