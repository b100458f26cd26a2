import { InvalidArgument } from "../errors/invalid-argument.ts";
import { isCallback } from "./criterion.ts";
import { describeValue } from "../transfer/describe-value.ts";
import type { FieldScope } from "./field-scope.ts";
import { resolvePath } from "./field-path.ts";
import { comparedPath } from "./link-comparand.ts";
import { FieldSortKey } from "./sort-key.ts";

/**
 * What `sort` takes: an expression, a function of the fields, a name with `+` or `-`, a name and a direction, or a list of these.
 *
 * @throws {InvalidArgument} for anything else, and for a field that the model does not have
 */
export function resolveSort(scope: FieldScope, sorting: unknown, fields: () => object): FieldSortKey[] {
  const given = isCallback(sorting) ? sorting(fields()) : sorting;
  if (given instanceof FieldSortKey) return [given];
  if (typeof given === "string") {
    const sign = given[0];
    const name = sign === "+" || sign === "-" ? given.slice(1) : given;
    return [namedKey(scope, name, sign === "-" ? -1 : 1)];
  }
  if (Array.isArray(given)) {
    const [name, direction] = given;
    if (given.length === 2 && typeof name === "string" && (direction === 1 || direction === -1)) {
      return [namedKey(scope, name, direction)];
    }
    if (given.length > 0 && given.every((key) => typeof key !== "number")) {
      return given.flatMap((key) => resolveSort(scope, key, fields));
    }
  }
  throw new InvalidArgument(
    `${scope.name}: a sort key is ${scope.name}.price.desc(), "-price" or ["price", -1]; found ${
      describeValue(given)
    }.`,
    { code: "argument.sort" },
  );
}

function namedKey(scope: FieldScope, name: string, direction: 1 | -1): FieldSortKey {
  const { stored, node } = resolvePath(scope, name);
  return new FieldSortKey(comparedPath(node, stored), direction);
}
