/**
 * Whether a default is always the same. One that is a time, or comes from chance or a counter, is not: documents of one seed would differ, so that a value
 * is made in its place.
 */
export function constantDefault(def: { readonly defaultValue: unknown }): boolean {
  // Zod calls a function anew each time that the value is read.
  const [one, other] = [def.defaultValue, def.defaultValue];
  return !holdsTime(one) && comparable(one) === comparable(other);
}

function comparable(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, inner) => typeof inner === "bigint" ? `${inner}n` : inner);
}

/** Dates, and what has a text of its own such as ids. */
function holdsTime(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (value instanceof Date) return true;
  return Object.values(value).some(holdsTime);
}
