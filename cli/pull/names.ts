const RESERVED = new Set([
  "Document",
  "Settings",
  "Object",
  "Array",
  "Date",
  "Map",
  "Set",
  "Error",
  "String",
  "Number",
  "Symbol",
]);

/** A name for the class of a collection's documents: `order_items` is `OrderItem`. */
export function className(collection: string, taken: ReadonlySet<string>): string {
  const words = collection.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const last = words.pop() ?? "Collection";
  const joined = [...words, singular(last)].map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
  const name = /^\p{L}/u.test(joined) ? joined : `Collection${joined}`;
  for (let n = 1;; n++) {
    const candidate = n === 1 ? name : `${name}${n}`;
    if (!taken.has(candidate) && !RESERVED.has(candidate)) return candidate;
  }
}

/** English plurals that end regularly; everything else stays. */
function singular(word: string): string {
  if (/[^aeiou]ies$/i.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x)es$/i.test(word)) return word.slice(0, -2);
  return /[^siu]s$/i.test(word) ? word.slice(0, -1) : word;
}

/** A name as a key of an object literal. */
export function keyOf(name: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) && name !== "__proto__" ? name : JSON.stringify(name);
}
