import { InvalidArgument } from "../errors/invalid-argument.ts";
import { describeValue } from "../transfer/describe-value.ts";

/** Which links a query fetches. */
export interface FetchRequest {
  /** Names of links, with dots where one leads through objects or other links; undefined: all. */
  readonly paths: readonly string[] | undefined;
  /** How many levels; undefined: what the settings say, and of links that were named these alone. */
  readonly depth: number | undefined;
}

/** Levels that `nestingDepth(n)` takes at most. */
export const DEEPEST = 5;

/** A request with more names; without names all links are meant. */
export function withPaths(request: FetchRequest | undefined, model: string, names: readonly unknown[]): FetchRequest {
  for (const name of names) {
    if (typeof name !== "string" || name === "") {
      throw new InvalidArgument(
        `${model}: fetchLinks(...) takes names of links, such as "category" or "owner.address"; found ${
          describeValue(name)
        }.`,
        { code: "argument.links" },
      );
    }
  }
  const depth = request?.depth;
  if (names.length === 0) return { paths: undefined, depth };
  return { paths: [...new Set([...request?.paths ?? [], ...names as string[]])], depth };
}

/** A request with the number of levels. */
export function withDepth(request: FetchRequest | undefined, depth: unknown): FetchRequest {
  return { paths: request?.paths, depth: checkedDepth(depth) };
}

/** @throws {InvalidArgument} for anything but 0 to 5 */
export function checkedDepth(depth: unknown): number {
  if (Number.isInteger(depth) && (depth as number) >= 0 && (depth as number) <= DEEPEST) return depth as number;
  throw new InvalidArgument(
    `nestingDepth(...) takes how many levels of links are fetched, a whole number from 0 to ${DEEPEST}; found ${
      typeof depth === "number" ? depth : describeValue(depth)
    }.`,
    { code: "argument.whole_number", path: "nestingDepth" },
  );
}
