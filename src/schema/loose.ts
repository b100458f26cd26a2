import { z } from "zod";
import type { Kind } from "../transfer/plan.ts";
import { Binary } from "../values/binary.ts";
import { Double } from "../values/double.ts";
import { isUuid, uuidFromWords, uuidToWords } from "../values/uuid.ts";
import { HELD } from "./bson.ts";
import type { AnyCheck, AnySchema } from "./zod.ts";

const UUID_SUBTYPE = 4;

/**
 * The schema of one of our kinds behind a tagged value, where no plan converts it: what the transfer gives for the BSON type on
 * one side, what instances hold on the other.
 */
export function looseKind(kind: Kind, checks: readonly AnyCheck[]): AnySchema {
  const schema = unchecked(kind);
  return checks.length === 0 ? schema : schema.check(...checks);
}

function unchecked(kind: Kind): z.ZodType {
  switch (kind) {
    case "objectId":
    case "decimal128":
    case "timestamp":
    case "binary":
      return HELD[kind];
    case "uuid":
      return z.codec(z.any(), HELD.uuid, {
        decode: (
          stored,
        ) => (stored instanceof Binary && stored.subtype === UUID_SUBTYPE ? uuidText(stored.bytes) : stored),
        encode: (text) => new Binary(uuidBytes(text), UUID_SUBTYPE),
      });
    case "long":
      return z.codec(z.any(), z.bigint(), {
        decode: (stored) => (Number.isSafeInteger(stored) ? BigInt(stored) : stored),
        encode: (held) => held,
      });
    case "double":
      return z.codec(z.any(), z.number(), {
        decode: (stored) => (stored instanceof Double ? stored.value : stored),
        encode: (held) => new Double(held),
      });
    default:
      throw new TypeError(`No schema declares the kind "${kind}"`);
  }
}

function uuidText(bytes: Uint8Array): string {
  const words = new Int32Array(bytes.slice().buffer);
  return words.length === 4 ? uuidFromWords(words[0]!, words[1]!, words[2]!, words[3]!) : "";
}

function uuidBytes(text: string): Uint8Array {
  if (!isUuid(text)) throw new TypeError("not a UUID");
  const words = new Int32Array(4);
  uuidToWords(text, words, 0);
  return new Uint8Array(words.buffer);
}
