/** What a value is, in words for a message: its kind and size, never its contents. */
export function describe(value: unknown): string {
  if (value === null) return "null";
  switch (typeof value) {
    case "string":
      return `a string of ${value.length} characters`;
    case "number":
      return Number.isInteger(value)
        ? "an integer"
        : Number.isFinite(value)
        ? "a number with a fraction"
        : String(value);
    case "undefined":
      return "undefined";
    case "object":
      break;
    default:
      return `a ${typeof value}`;
  }
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "an invalid Date" : "a Date";
  const name: unknown = (value as object).constructor?.name;
  return typeof name === "string" && name !== "Object" && name !== "" ? `an instance of ${name}` : "an object";
}
