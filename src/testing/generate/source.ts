import type * as FastCheck from "fast-check";
import { TestingError } from "../../errors/testing-error.ts";

// The package is an optional peer: who makes databases only does not need it, and no program that runs in production loads it.
const library: typeof FastCheck | undefined = await import("fast-check").catch(() => undefined);

/** Draws values, the same ones for the same seed. */
export interface Source {
  /** A whole number between two, both included. */
  integer(min: number, max: number): number;
  bigint(min: bigint, max: bigint): bigint;
  /** A number between two, both included. */
  double(min: number, max: number): number;
  boolean(): boolean;
  pick<T>(values: readonly T[]): T;
  bytes(length: number): Uint8Array;
  uuid(version?: number): string;
  ipV4(): string;
  ipV6(): string;
  ulid(): string;
  /** Text that matches a pattern; throws for what the library can not make, such as lookaheads. */
  matching(pattern: RegExp): string;
}

/**
 * Runs a function with values that follow from a seed. They come from fast-check, whose generators are made for that.
 *
 * @throws {TestingError} `testing.not_generated` when fast-check is not installed
 */
export function drawn<T>(seed: number, draw: (source: Source) => T): T {
  if (library === undefined) {
    throw new TestingError(
      "testing.not_generated",
      "Factories draw their values from fast-check, which is not installed: bun add --dev fast-check, or deno add npm:fast-check.",
    );
  }
  const { gen, sample } = library;
  // In an object of its own: fast-check marks what it is given.
  const [result] = sample(gen().map((next) => ({ value: draw(sourceOf(library, next)) })), {
    seed,
    numRuns: 1,
    unbiased: true,
  });
  return result!.value;
}

type Builder<T> = () => FastCheck.Arbitrary<T>;

const builders = new Map<string, Builder<unknown>>();

/** Fifteen times as fast as letting fast-check compare the arguments of each draw. */
function builder<T>(key: string, make: Builder<T>): Builder<T> {
  let known = builders.get(key) as Builder<T> | undefined;
  if (known === undefined) {
    const arbitrary = make();
    builders.set(key, known = () => arbitrary);
  }
  return known;
}

function sourceOf(fc: typeof FastCheck, next: FastCheck.GeneratorValue): Source {
  const integer = (min: number, max: number): number =>
    next(builder(`integer ${min} ${max}`, () => fc.integer({ min, max })));
  return {
    integer,
    bigint: (min, max) => next(builder(`bigint ${min} ${max}`, () => fc.bigInt({ min, max }))),
    double: (min, max) => next(() => fc.double({ min, max, noNaN: true })),
    boolean: () => integer(0, 1) === 1,
    pick: (values) => values[integer(0, values.length - 1)]!,
    bytes: (length) => Uint8Array.from({ length }, () => integer(0, 255)),
    uuid: (version) => next(() => fc.uuid(version === undefined ? {} : { version: version as 4 })),
    ipV4: () => next(() => fc.ipV4()),
    ipV6: () => next(() => fc.ipV6()),
    ulid: () => next(() => fc.ulid()),
    matching: (pattern) => next(builder(`matching ${pattern}`, () => fc.stringMatching(pattern, { size: "-1" }))),
  };
}
