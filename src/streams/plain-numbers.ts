import { isPlainObject, setOwn } from "../expression/plain-object.ts";
import { Double } from "../values/double.ts";

/** A value that was read with exact numbers, as it is read without: doubles are numbers, and so are integers where that is exact. */
export function plainNumbers(value: unknown): unknown {
  if (value instanceof Double) return value.value;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(plainNumbers);
  if (!isPlainObject(value)) return value;
  const plain: Record<string, unknown> = {};
  for (const name of Object.keys(value)) setOwn(plain, name, plainNumbers(value[name]));
  return plain;
}
