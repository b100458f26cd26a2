import { isPlainObject } from "../expression/plain-object.ts";
import { undefinedValue } from "../expression/undefined-value.ts";

/** Filters and changes that hold `undefined` are refused where they are given: left out, they would mean something else. */
export function refuseUndefined(value: unknown, path: string): void {
  if (value === undefined) throw undefinedValue(path);
  if (Array.isArray(value)) value.forEach((entry, index) => refuseUndefined(entry, `${path}.${index}`));
  else if (isPlainObject(value)) {
    for (const key of Object.keys(value)) {
      refuseUndefined(value[key], `${path}.${key}`);
    }
  }
}
