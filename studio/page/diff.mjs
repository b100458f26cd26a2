/**
 * What changed between two states of a document, each place as deep as it can be told: objects by their fields, lists by their entries while their
 * length stays the same.
 * @returns {{ path: string[], value?: object, was?: object }[]}
 */
export function changesBetween(before, after, path = []) {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (before.t === "object" && after.t === "object") return fieldChanges(before, after, path);
  if (before.t === "array" && after.t === "array" && before.v.length === after.v.length) {
    return before.v.flatMap((entry, at) => changesBetween(entry, after.v[at], [...path, String(at)]));
  }
  return [{ path, was: before, value: after }];
}

function fieldChanges(before, after, path) {
  const old = new Map(before.v), now = new Map(after.v);
  const removed = before.v.filter(([key]) => !now.has(key)).map(([key, was]) => ({ path: [...path, key], was }));
  const kept = after.v.flatMap(([key, value]) =>
    old.has(key) ? changesBetween(old.get(key), value, [...path, key]) : [{ path: [...path, key], value }]
  );
  return [...removed, ...kept];
}
