import { InvalidArgument } from "../errors/invalid-argument.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { Binary } from "../values/binary.ts";
import type { ChangePlace } from "./operand.ts";
import { isPlainObject } from "./plain-object.ts";

const OPERATIONS: ReadonlySet<string> = new Set(["and", "or", "xor"]);
/** Kinds of fields that the server may have stored as integers. */
const INTEGERS: ReadonlySet<string> = new Set(["number", "int", "long", "any"]);
const LARGEST_MASK = 2n ** 63n - 1n;

/** The operand of the bitwise query operators: a mask, or positions of bits. */
export function bitsOperand(path: string, operator: string, bits: unknown): unknown {
  if (bits instanceof Uint8Array || bits instanceof Binary) return bits;
  if (Array.isArray(bits) ? bits.every(isWhole) : isWhole(bits)) return bits;
  throw new InvalidArgument(
    `${path}: ${operator} takes a mask (an integer from 0, or bytes) or a list of positions of bits; found ${
      describeValue(bits)
    }.`,
    { path },
  );
}

/** The operand of `$bit`: `{ and: 5 }`, `{ or: 5 }` or `{ xor: 5 }`. */
export function bitOperand({ node, path, model }: ChangePlace, change: unknown): unknown {
  const kind = node?.value.kind;
  if (kind !== undefined && !INTEGERS.has(kind)) {
    throw new InvalidArgument(`${path} holds no integers: $bit does not fit.`, { path });
  }
  const operations = isPlainObject(change) ? Object.entries(change) : [];
  if (operations.length !== 1 || !OPERATIONS.has(operations[0]![0])) {
    throw new InvalidArgument(`${path}: $bit takes one of { and: n }, { or: n } and { xor: n }.`, { path });
  }
  const mask = operations[0]![1];
  if (typeof mask === "bigint" ? BigInt.asIntN(64, mask) === mask : Number.isSafeInteger(mask)) return change;
  throw new ValidationError({
    code: "validation.kind",
    model,
    path,
    expected: "an integer for $bit",
    found: describeValue(mask),
  });
}

function isWhole(value: unknown): boolean {
  return typeof value === "bigint"
    ? value >= 0n && value <= LARGEST_MASK
    : Number.isSafeInteger(value) && value as number >= 0;
}
