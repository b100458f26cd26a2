import { BSONRegExp } from "../values/bson-regexp.ts";

/** A `RegExp` where it says exactly what is stored (source and options survive), else a {@link BSONRegExp}. */
export function regexFrom(pattern: string, options: string): RegExp | BSONRegExp {
  if (/^[imsu]*$/.test(options)) {
    try {
      const value = new RegExp(pattern, options);
      if (value.source === pattern && value.flags === options) return value;
    } catch {
      // A pattern that only the server's dialect knows.
    }
  }
  return new BSONRegExp(pattern, options);
}

/** Flags of JavaScript that are options of the server with the same meaning. */
export function hasStorableFlags(value: RegExp): boolean {
  return /^[imsu]*$/.test(value.flags);
}
