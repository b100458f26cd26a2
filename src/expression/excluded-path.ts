import { InvalidArgument } from "../errors/invalid-argument.ts";

/** A filter by what is not stored matches nothing, or everything; sorting by it does nothing, and an update would store it. */
export function excludedPath(path: string): InvalidArgument {
  return new InvalidArgument(
    `${path} is excluded(...) from storage: it is on instances only, so no filter can find it, no query sort by it, and no update set it. Assign it on the instance.`,
    { code: "argument.excluded_field", path },
  );
}
