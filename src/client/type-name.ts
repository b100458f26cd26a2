/** What kind of value somebody gave, for messages. */
export function typeName(value: unknown): string {
  return value === null ? "null" : typeof value;
}
