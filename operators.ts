/**
 * Operator objects under Beanie's names, beside the methods of fields: `Inc({ price: 1 })` is `Product.price.inc(1)`. Import them by name from
 * `haricot/operators`: `Set` would hide JavaScript's own.
 *
 * There are those for setting, adding, appending and membership; the methods of fields and plain filters have all others.
 *
 * @module
 */

export { In, Inc, Push, Set } from "./src/expression/operators.ts";
