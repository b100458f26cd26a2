import type { Kind } from "../../transfer/plan.ts";
import { Decimal128 } from "../../values/decimal128.ts";
import { ObjectId } from "../../values/object-id.ts";
import { Timestamp } from "../../values/timestamp.ts";
import type { AnySchema } from "../../schema/zod.ts";
import { bigint, number } from "./numbers.ts";
import type { Source } from "./source.ts";

const WORD = 2 ** 32 - 1;

/** A value of one of Haricot's own schemas: `objectId()`, `decimal128()`, ... */
export function ownKind(kind: Kind, schema: AnySchema, source: Source): unknown {
  switch (kind) {
    case "objectId":
      return someObjectId(source);
    case "decimal128":
      return new Decimal128((source.integer(0, 1_000_000) / 100).toFixed(2));
    case "binary":
      return source.bytes(source.integer(1, 16));
    case "uuid":
      return source.uuid(4);
    case "timestamp":
      return new Timestamp(source.integer(0, WORD), source.integer(1, WORD));
    case "long":
      return bigint(schema, source);
    case "double":
      return number(schema, source);
    default:
      throw new Error(`nothing is known of the kind "${kind}"`);
  }
}

/** An id that follows from the seed, as new ones do not. */
export function someObjectId(source: Source): ObjectId {
  const part = () => source.integer(0, WORD).toString(16).padStart(8, "0");
  return new ObjectId(part() + part() + part());
}
