import type { Kind } from "../transfer/plan.ts";
import { Binary } from "../values/binary.ts";
import { Decimal128 } from "../values/decimal128.ts";
import { ObjectId } from "../values/object-id.ts";
import { Timestamp } from "../values/timestamp.ts";
import { declaredKind } from "./metadata.ts";
import { type AnySchema, definition } from "./zod.ts";

/** A piece of JSON Schema. */
export type JsonForm = Readonly<Record<string, unknown>>;

/** Which side of JSON is described: what is written, or what is taken. */
export type JsonSide = "input" | "output";

/** What `toJSON()` writes for the values that JSON has no form of its own for. */
const FORMS: Partial<Record<Kind, JsonForm>> = {
  date: { type: "string", format: "date-time" },
  objectId: { type: "string", pattern: "^[0-9a-fA-F]{24}$" },
  uuid: { type: "string", format: "uuid" },
  decimal128: {
    type: "string",
    pattern: "^([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|[+-]?[Ii]nf(inity)?|[+-]?[Nn]a[Nn])$",
  },
  binary: { type: "string", contentEncoding: "base64" },
  long: { type: "string", pattern: "^-?\\d+$" },
  timestamp: {
    type: "object",
    properties: {
      $timestamp: {
        type: "object",
        properties: { t: { type: "integer" }, i: { type: "integer" } },
        required: ["t", "i"],
      },
    },
    required: ["$timestamp"],
  },
};

const CLASSES: ReadonlyMap<unknown, JsonForm | undefined> = new Map<unknown, JsonForm | undefined>([
  [Date, FORMS.date],
  [ObjectId, FORMS.objectId],
  [Decimal128, FORMS.decimal128],
  [Uint8Array, FORMS.binary],
  [Timestamp, FORMS.timestamp],
  [Binary, { type: "object" }],
]);

/** The form of a schema without others inside that JSON Schema can not tell from Zod's definition, or undefined. */
export function jsonForm(schema: AnySchema, side: JsonSide): JsonForm | undefined {
  const kind = declaredKind(schema);
  if (kind !== undefined) return kind === "long" ? long(side) : FORMS[kind];
  const def = definition(schema);
  switch (def.type) {
    case "date":
      return FORMS.date;
    case "bigint":
      return long(side);
    case "literal":
      return def.values.some((value) => typeof value === "bigint") ? { enum: def.values.map(asText) } : undefined;
    case "custom":
      return CLASSES.get(schema._zod.bag.Class);
    default:
      return undefined;
  }
}

/** A whole number is taken as well, if JSON's numbers hold it exactly. */
function long(side: JsonSide): JsonForm | undefined {
  return side === "output" ? FORMS.long : { anyOf: [FORMS.long, { type: "integer" }] };
}

function asText(value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
