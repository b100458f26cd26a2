import { InvalidArgument } from "../errors/invalid-argument.ts";
import { isCallback } from "./criterion.ts";
import { describeValue } from "../transfer/describe-value.ts";
import type { FieldScope } from "./field-scope.ts";
import { resolvePath } from "./field-path.ts";
import { FieldSortKey } from "./sort-key.ts";

/** What `sort` takes as a key: an expression, a function of the fields, a name with `+` or `-`, or a name and a direction. */
export function resolveSort(scope: FieldScope, sorting: unknown, fields: () => object): FieldSortKey {
  const given = isCallback(sorting) ? sorting(fields()) : sorting;
  if (given instanceof FieldSortKey) return given;
  if (typeof given === "string") {
    const sign = given[0];
    const name = sign === "+" || sign === "-" ? given.slice(1) : given;
    return new FieldSortKey(resolvePath(scope, name).stored, sign === "-" ? -1 : 1);
  }
  if (Array.isArray(given) && typeof given[0] === "string" && (given[1] === 1 || given[1] === -1)) {
    return new FieldSortKey(resolvePath(scope, given[0]).stored, given[1]);
  }
  throw new InvalidArgument(
    `${scope.name}: a sort key is ${scope.name}.price.desc(), "-price" or ["price", -1]; found ${
      describeValue(given)
    }.`,
    { code: "argument.sort" },
  );
}
