import { InvalidArgument } from "../errors/invalid-argument.ts";
import { MAX_DEPTH } from "../transfer/layout.ts";

/**
 * The depth below this one.
 *
 * @throws {InvalidArgument} below the deepest level that the server takes; what contains itself gets there too
 */
export function deeper(depth: number, place: string): number {
  if (depth < MAX_DEPTH) return depth + 1;
  throw new InvalidArgument(
    `${place}: the value contains itself, or is nested deeper than ${MAX_DEPTH} levels, the most that MongoDB takes.`,
    { code: "guard.depth" },
  );
}
