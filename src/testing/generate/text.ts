import type { AnySchema } from "../../schema/zod.ts";
import { type CheckDefinition, checkDefinitions } from "./check-definitions.ts";
import type { Source } from "./source.ts";
import { word, words } from "./words.ts";

/** What the checks of text say that Haricot can follow; the schema itself judges the result. */
interface TextRules {
  min: number;
  max: number;
  format: { readonly name: string; readonly pattern?: RegExp; readonly version?: string } | undefined;
  prefix: string;
  suffix: string;
  includes: string[];
  upper: boolean;
}

/** Formats whose own patterns would give text that nobody wants to read. */
const READABLE: Readonly<Record<string, RegExp>> = {
  nanoid: /^[a-z0-9]{21}$/,
  cuid: /^c[a-z0-9]{24}$/,
  cuid2: /^[a-z][a-z0-9]{23}$/,
  duration: /^P[1-9]D$/,
  e164: /^\+[1-9][0-9]{10}$/,
};

/** Longest text where nothing is said: no test needs more. */
const LONGEST = 40;

/** Text as the checks of a schema want it. */
export function text(schema: AnySchema, source: Source): string {
  const rules = rulesOf(checkDefinitions(schema));
  if (rules.format !== undefined) return formatted(rules.format, source);
  const fixed = rules.prefix + rules.includes.join(" ") + rules.suffix;
  const between = words(source, Math.max(0, rules.min - fixed.length), Math.max(0, rules.max - fixed.length));
  const made = `${rules.prefix}${between}${rules.includes.join(" ")}${rules.suffix}`;
  return rules.upper ? made.toUpperCase() : made;
}

function rulesOf(checks: readonly CheckDefinition[]): TextRules {
  const rules: TextRules = {
    min: 0,
    max: Infinity,
    format: undefined,
    prefix: "",
    suffix: "",
    includes: [],
    upper: false,
  };
  for (const def of checks) {
    switch (def.check) {
      case "min_length":
        rules.min = Math.max(rules.min, def.minimum);
        break;
      case "max_length":
        rules.max = Math.min(rules.max, def.maximum);
        break;
      case "length_equals":
        rules.min = rules.max = def.length;
        break;
      case "string_format":
        format(def, rules);
    }
  }
  if (rules.max === Infinity) rules.max = Math.max(rules.min, LONGEST);
  return rules;
}

// deno-lint-ignore no-explicit-any -- each format has its own definition
function format(def: any, rules: TextRules): void {
  switch (def.format) {
    case "starts_with":
      rules.prefix = def.prefix;
      break;
    case "ends_with":
      rules.suffix = def.suffix;
      break;
    case "includes":
      rules.includes.push(def.includes);
      break;
    case "uppercase":
      rules.upper = true;
      break;
    case "lowercase":
      break;
    default:
      rules.format = { name: def.format, pattern: def.pattern, version: def.version };
  }
}

function formatted({ name, pattern, version }: NonNullable<TextRules["format"]>, source: Source): string {
  switch (name) {
    case "email":
      return `${word(source)}.${word(source)}${source.integer(1, 9999)}@example.com`;
    case "url":
      return `https://example.com/${word(source)}/${source.integer(1, 9999)}`;
    case "uuid":
    case "guid":
      return source.uuid(version === undefined ? 4 : Number(version.slice(1)));
    case "ipv4":
      return source.ipV4();
    case "ipv6":
      return source.ipV6();
    case "cidrv4":
      return `${source.ipV4()}/${source.integer(0, 32)}`;
    case "cidrv6":
      return `${source.ipV6()}/${source.integer(0, 128)}`;
    case "ulid":
      return source.ulid();
    case "base64":
      return btoa(words(source, 0, LONGEST));
    case "base64url":
      return btoa(words(source, 0, LONGEST)).replace(/=+$/, "");
    case "emoji":
      return source.pick(["🌱", "🍵", "🌊", "🍋", "🌞"]);
    case "hostname":
      return `${word(source)}.example.com`;
    case "datetime":
      return someTime(source).toISOString();
    case "date":
      return someTime(source).toISOString().slice(0, 10);
    case "time":
      return someTime(source).toISOString().slice(11, 19);
    case "json_string":
      return JSON.stringify(words(source, 0, LONGEST));
  }
  const readable = READABLE[name] ?? pattern;
  if (readable === undefined) throw new Error(`nothing is known of the format "${name}"`);
  return source.matching(readable);
}

function someTime(source: Source): Date {
  return new Date(source.integer(0, 2 ** 31 - 1) * 1000);
}
