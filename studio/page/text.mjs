const numbers = new Intl.NumberFormat("en");

export function countText(count) {
  return numbers.format(count);
}

export function sizeText(bytes) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let at = 0, value = bytes;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at++;
  }
  return `${at === 0 ? value : value.toFixed(1)} ${units[at]}`;
}

/** Names of BSON types for readers. */
export const TYPE_LABELS = {
  string: "String",
  int: "Int32",
  long: "Int64",
  double: "Double",
  decimal128: "Decimal128",
  boolean: "Boolean",
  date: "Date",
  objectId: "ObjectId",
  uuid: "UUID",
  binary: "Binary",
  timestamp: "Timestamp",
  regex: "RegExp",
  code: "Code",
  symbol: "Symbol",
  dbRef: "DBRef",
  dbPointer: "DBPointer",
  null: "Null",
  undefined: "Undefined",
  minKey: "MinKey",
  maxKey: "MaxKey",
  array: "Array",
  object: "Object",
};

/** Copies text, and says so. */
export async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
    said("Copied");
  } catch {
    said("The browser does not let it be copied");
  }
}
