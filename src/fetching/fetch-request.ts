import { InvalidArgument } from "../errors/invalid-argument.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import { describeValue } from "../transfer/describe-value.ts";

/** Which links a query fetches. */
export interface FetchRequest {
  /** Names of links, with dots where one leads through objects or other links; undefined: all. */
  readonly paths: readonly string[] | undefined;
  /** How many levels; undefined: what the settings say, and of links that were named these alone. */
  readonly depth: number | undefined;
  /** The same by link of the query's own documents; 0 leaves one out. */
  readonly depths?: Readonly<Record<string, number>>;
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
  const { depth, depths, paths = [] } = request ?? { depth: undefined };
  if (names.length === 0) return { paths: undefined, depth, depths };
  return { paths: [...new Set([...paths, ...names as string[]])], depth, depths };
}

/** A request with the number of levels. */
export function withDepth(request: FetchRequest | undefined, depth: unknown): FetchRequest {
  return { paths: request?.paths, depth: checkedDepth(depth), depths: request?.depths };
}

/** A request with the numbers of levels of single links. */
export function withDepths(request: FetchRequest | undefined, model: string, depths: unknown): FetchRequest {
  if (!isPlainObject(depths)) {
    throw new InvalidArgument(
      `${model}: nestingDepthsPerField(...) takes levels by link, such as { owner: 1 }; found ${
        describeValue(depths)
      }.`,
      { code: "argument.links" },
    );
  }
  for (const depth of Object.values(depths)) checkedDepth(depth);
  const { paths, depth, depths: present } = request ?? { paths: undefined, depth: undefined };
  return { paths, depth, depths: { ...present, ...depths as Record<string, number> } };
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
