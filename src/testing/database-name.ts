import { InvalidArgument } from "../errors/invalid-argument.ts";

/** The server takes names of up to 63 bytes, Atlas of up to 38 (MongoDB manual, Naming Restrictions; Atlas limits). */
const LONGEST_PREFIX = 24;
const SUFFIX = 12;
const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

/**
 * A name that no other test has: the prefix and 12 random letters and digits.
 *
 * @throws {InvalidArgument} for a prefix that is empty, too long, or has other characters than letters, digits, `_` and `-`
 */
export function databaseName(prefix: unknown): string {
  if (typeof prefix !== "string" || prefix.length > LONGEST_PREFIX || !/^[A-Za-z_][A-Za-z0-9_-]*$/.test(prefix)) {
    throw new InvalidArgument(
      `testDatabase({ prefix }) takes the beginning of the database's name: up to ${LONGEST_PREFIX} letters, digits, "_" and "-", the first a ` +
        `letter; found ${JSON.stringify(prefix)}.`,
      { code: "testing.options", path: "prefix" },
    );
  }
  const random = crypto.getRandomValues(new Uint8Array(SUFFIX));
  return `${prefix}_${Array.from(random, (byte) => LETTERS[byte % LETTERS.length]).join("")}`;
}
