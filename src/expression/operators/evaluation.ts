import { InvalidArgument } from "../../errors/invalid-argument.ts";
import { describeValue } from "../../transfer/describe-value.ts";
import type { Predicate, Reference } from "../../types/expressions.ts";
import type { Numeric, Whole } from "../../types/scalars.ts";
import { Code } from "../../values/code.ts";
import { compileExpression, expressionObject } from "../aggregation-expression.ts";
import { publish } from "../logical.ts";
import { isPlainObject } from "../plain-object.ts";
import { RawFilter } from "../predicate.ts";
import { onField } from "./on-field.ts";

/** How `Text` compares (MongoDB manual, `$text`). */
export interface TextOptions {
  /** Language of stop words and stems; default: that of the index. `"none"` turns both off. */
  language?: string;
  /** Upper and lower case differ. Default `false`. */
  caseSensitive?: boolean;
  /** Letters with and without accents differ. Default `false`; `null` leaves the option out, for servers that do not know it. */
  diacriticSensitive?: boolean | null;
}

/**
 * An expression of aggregations must be true. Fields stand in it as expressions, or as `"$name"` with their stored names. To compare two
 * fields, `Product.price.gt(Product.cost)` is enough.
 *
 * @example `Product.find(Expr({ $gt: [{ $add: [Product.cost, 5] }, Product.price] }))`
 */
export function Expr(expression: object): Predicate<never> {
  return publish(new RawFilter({ $expr: compileExpression(expressionObject(expression)) }));
}

/** The stored document fits a JSON Schema, which is written with stored names. */
export function JsonSchema(schema: object): Predicate<never> {
  if (isPlainObject(schema)) return publish(new RawFilter({ $jsonSchema: schema }));
  throw new InvalidArgument(`JsonSchema(...) takes a schema object, not ${describeValue(schema)}.`, {
    code: "argument.criterion",
  });
}

/** Divided by `divisor` the field leaves `remainder`. */
export function Mod<R = never>(
  field: Reference<Numeric | readonly Numeric[] | null, R> | string,
  divisor: Whole,
  remainder: Whole,
): Predicate<R> {
  return onField("Mod", field, (f) => f.mod(divisor, remainder));
}

/** Matches a pattern. Options are the server's: `i`, `m`, `s`, `x`; a RegExp brings its own. */
export function RegEx<R = never>(
  field: Reference<string | readonly (string | null | undefined)[] | null, R> | string,
  pattern: RegExp | string,
  options?: string,
): Predicate<R> {
  return onField("RegEx", field, (f) => f.regex(pattern, options));
}

/**
 * Full-text search over the collection's text index. It belongs to no field, and stands once in a query.
 *
 * @example `Product.find(Text("dark chocolate", { language: "en" }))`
 */
export function Text(search: string, options: TextOptions = {}): Predicate<never> {
  if (typeof search !== "string") {
    throw new InvalidArgument(`Text(...) takes the text to search for, not ${describeValue(search)}.`, {
      code: "argument.criterion",
    });
  }
  const { language, caseSensitive = false, diacriticSensitive = false } = options;
  return publish(
    new RawFilter({
      $text: {
        $search: search,
        ...(language !== undefined && { $language: language }),
        $caseSensitive: caseSensitive,
        ...(diacriticSensitive !== null && { $diacriticSensitive: diacriticSensitive }),
      },
    }),
  );
}

/**
 * JavaScript that the server runs for every document. Needs `.options({ allowServerJavaScript: true })`; nothing that came from outside may
 * be in it.
 */
export function Where(code: string | Code): Predicate<never> {
  if (typeof code === "string" || code instanceof Code) return publish(new RawFilter({ $where: code }));
  throw new InvalidArgument(`Where(...) takes the text of a function or expression, not ${describeValue(code)}.`, {
    code: "argument.criterion",
  });
}
