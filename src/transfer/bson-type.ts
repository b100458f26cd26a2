/** BSON type codes, which are the tags of untyped values (bsonspec.org). */
export const DOUBLE = 0x01;
export const STRING = 0x02;
export const DOCUMENT = 0x03;
export const ARRAY = 0x04;
export const BINARY = 0x05;
export const UNDEFINED = 0x06;
export const OBJECT_ID = 0x07;
export const BOOLEAN = 0x08;
export const DATE = 0x09;
export const NULL = 0x0a;
export const REGEX = 0x0b;
export const DB_POINTER = 0x0c;
export const CODE = 0x0d;
export const SYMBOL = 0x0e;
export const CODE_WITH_SCOPE = 0x0f;
export const INT32 = 0x10;
export const TIMESTAMP = 0x11;
export const INT64 = 0x12;
export const DECIMAL128 = 0x13;
export const MAX_KEY = 0x7f;
export const MIN_KEY = 0xff;

/** Names of the types, as the server's `$type` operator and `PlanValue.types` spell them. */
export type BsonTypeName =
  | "double"
  | "string"
  | "object"
  | "array"
  | "binData"
  | "undefined"
  | "objectId"
  | "bool"
  | "date"
  | "null"
  | "regex"
  | "dbPointer"
  | "javascript"
  | "symbol"
  | "javascriptWithScope"
  | "int"
  | "timestamp"
  | "long"
  | "decimal"
  | "maxKey"
  | "minKey";

/** Name of every type code. */
export const TYPE_NAMES: ReadonlyMap<number, BsonTypeName> = new Map<number, BsonTypeName>([
  [DOUBLE, "double"],
  [STRING, "string"],
  [DOCUMENT, "object"],
  [ARRAY, "array"],
  [BINARY, "binData"],
  [UNDEFINED, "undefined"],
  [OBJECT_ID, "objectId"],
  [BOOLEAN, "bool"],
  [DATE, "date"],
  [NULL, "null"],
  [REGEX, "regex"],
  [DB_POINTER, "dbPointer"],
  [CODE, "javascript"],
  [SYMBOL, "symbol"],
  [CODE_WITH_SCOPE, "javascriptWithScope"],
  [INT32, "int"],
  [TIMESTAMP, "timestamp"],
  [INT64, "long"],
  [DECIMAL128, "decimal"],
  [MAX_KEY, "maxKey"],
  [MIN_KEY, "minKey"],
]);
