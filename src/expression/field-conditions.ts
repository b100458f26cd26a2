import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { FieldNode } from "../schema/field.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { bitsOperand } from "./bits.ts";
import { encodeFilterValue } from "./encode-filter-value.ts";
import { type FieldReference, NODE, PATH } from "./field-reference.ts";
import { comparedId, linkComparand } from "./link-comparand.ts";
import { boxOperand, geometryOperand, nearOperand } from "./geometry.ts";
import { patternCondition } from "./pattern.ts";
import { compare, Condition, type PatternCondition, type PredicateExpression } from "./predicate.ts";

type Distances = Parameters<typeof nearOperand>[3];

/** What a field can be asked. The types (`src/types/fields.ts`) say which of it a field offers. */
export abstract class FieldConditions implements FieldReference {
  readonly [NODE]: FieldNode | undefined;
  readonly [PATH]: string;

  constructor(node: FieldNode | undefined, path: string) {
    this[NODE] = node;
    this[PATH] = path;
  }

  eq(value: unknown): PredicateExpression {
    return compare(this, "$eq", value);
  }
  ne(value: unknown): PredicateExpression {
    return compare(this, "$ne", value);
  }
  lt(value: unknown): PredicateExpression {
    return compare(this, "$lt", value);
  }
  lte(value: unknown): PredicateExpression {
    return compare(this, "$lte", value);
  }
  gt(value: unknown): PredicateExpression {
    return compare(this, "$gt", value);
  }
  gte(value: unknown): PredicateExpression {
    return compare(this, "$gte", value);
  }
  in(values: readonly unknown[]): Condition {
    return listed(this, "$in", "in", values);
  }
  notIn(values: readonly unknown[]): Condition {
    return listed(this, "$nin", "notIn", values);
  }

  exists(yes: boolean = true): Condition {
    if (typeof yes !== "boolean") throw misfit(this, "exists(...) takes true or false", yes);
    return new Condition(this[PATH], "$exists", yes);
  }
  type(...bsonTypes: (string | number)[]): Condition {
    const wrong = bsonTypes.find((type) => typeof type !== "string" && !Number.isInteger(type));
    if (bsonTypes.length === 0 || wrong !== undefined) {
      throw misfit(this, 'type(...) takes names or numbers of BSON types, such as "string" or 2', wrong);
    }
    return new Condition(this[PATH], "$type", bsonTypes.length === 1 ? bsonTypes[0] : bsonTypes);
  }

  mod(by: unknown, rest: unknown): Condition {
    for (const number of [by, rest]) {
      if (typeof number !== "bigint" && !Number.isSafeInteger(number)) {
        throw misfit(this, "mod(...) takes two integers, of which the server would cut off fractions", number);
      }
    }
    return new Condition(this[PATH], "$mod", [by, rest]);
  }
  regex(pattern: RegExp | string, options?: string): PatternCondition {
    return patternCondition(this[PATH], pattern, options);
  }

  all(values: readonly unknown[]): Condition {
    return listed(this, "$all", "all", values);
  }
  size(length: number): Condition {
    if (!Number.isSafeInteger(length) || length < 0) throw misfit(this, "size(...) takes an integer from 0", length);
    return new Condition(this[PATH], "$size", length);
  }

  bitsAllSet(bits: unknown): Condition {
    return new Condition(this[PATH], "$bitsAllSet", bitsOperand(this[PATH], "bitsAllSet", bits));
  }
  bitsAllClear(bits: unknown): Condition {
    return new Condition(this[PATH], "$bitsAllClear", bitsOperand(this[PATH], "bitsAllClear", bits));
  }
  bitsAnySet(bits: unknown): Condition {
    return new Condition(this[PATH], "$bitsAnySet", bitsOperand(this[PATH], "bitsAnySet", bits));
  }
  bitsAnyClear(bits: unknown): Condition {
    return new Condition(this[PATH], "$bitsAnyClear", bitsOperand(this[PATH], "bitsAnyClear", bits));
  }

  near(longitude: number, latitude: number, distances?: Distances): Condition {
    return new Condition(this[PATH], "$near", nearOperand(this[PATH], longitude, latitude, distances));
  }
  nearSphere(longitude: number, latitude: number, distances?: Distances): Condition {
    return new Condition(this[PATH], "$nearSphere", nearOperand(this[PATH], longitude, latitude, distances));
  }
  geoIntersects(type: unknown, coordinates: unknown): Condition {
    return new Condition(this[PATH], "$geoIntersects", geometryOperand(this[PATH], type, coordinates));
  }
  geoWithin(type: unknown, coordinates: unknown): Condition {
    return new Condition(this[PATH], "$geoWithin", geometryOperand(this[PATH], type, coordinates));
  }
  geoWithinBox(lowerLeft: unknown, upperRight: unknown): Condition {
    return new Condition(this[PATH], "$geoWithin", boxOperand(this[PATH], lowerLeft, upperRight));
  }
}

function listed(field: FieldReference, operator: string, method: string, values: readonly unknown[]): Condition {
  const { [NODE]: node, [PATH]: path } = field;
  if (!Array.isArray(values)) throw misfit(field, `${method}(...) takes a list of values`, values);
  const link = linkComparand(node, path);
  const encoded = values.map((value, index) => {
    const place = `${path}[${index}]`;
    return link === undefined
      ? encodeFilterValue(node, value, place)
      : encodeFilterValue(link.node, comparedId(node, value, place), place);
  });
  return new Condition(link?.path ?? path, operator, encoded);
}

function misfit(field: FieldReference, rule: string, found: unknown): InvalidArgument {
  const path = field[PATH];
  return new InvalidArgument(`${path}: ${rule}; found ${describeValue(found)}.`, { path });
}
