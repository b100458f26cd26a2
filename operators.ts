/**
 * Operators under Beanie's names, beside the methods of fields: `In(Product.price, [1, 2])` is `Product.price.in([1, 2])`, `Inc({ price: 1 })` is
 * `Product.price.inc(1)`. Fields are given as expressions, or by their paths in names of the model. Import them by name: `Set` would hide
 * JavaScript's own.
 *
 * @module
 */

export { Eq, GT, GTE, In, LT, LTE, NE, NotIn } from "./src/expression/operators/comparison.ts";
export { And, Nor, Not, Or } from "./src/expression/operators/logical.ts";
export { Exists, Type } from "./src/expression/operators/element.ts";
export { Expr, JsonSchema, Mod, RegEx, Text, type TextOptions, Where } from "./src/expression/operators/evaluation.ts";
export { All, ElemMatch, Size } from "./src/expression/operators/array.ts";
export { BitsAllClear, BitsAllSet, BitsAnyClear, BitsAnySet } from "./src/expression/operators/bitwise.ts";
export {
  Box,
  GeoIntersects,
  GeoWithin,
  GeoWithinTypes,
  Near,
  NearSphere,
} from "./src/expression/operators/geospatial.ts";
export {
  Bit,
  CurrentDate,
  Inc,
  Max,
  Min,
  Mul,
  Rename,
  Set,
  SetOnInsert,
  Unset,
} from "./src/expression/operators/updates.ts";
export { AddToSet, Pop, Pull, PullAll, Push } from "./src/expression/operators/list-updates.ts";
