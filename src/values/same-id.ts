/** Whether two ids are the same value: by their own `equals` where they have one, by their JSON form otherwise. */
export function sameId(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) return false;
  const equals = (one as { equals?: unknown }).equals;
  return typeof equals === "function"
    ? equals.call(one, other) === true
    : JSON.stringify(one) === JSON.stringify(other);
}
