import { InvalidArgument } from "../errors/invalid-argument.ts";
import { PatternCondition } from "./predicate.ts";

/** Flags of a RegExp that the server has too, or that change nothing about whether a text matches. */
const FLAGS = /^[imsgdu]*$/;
const OPTIONS = /^[imsx]*$/;

/** A condition from a RegExp, or from the source of one and the server's options. */
export function patternCondition(path: string, pattern: unknown, options: string | undefined): PatternCondition {
  if (pattern instanceof RegExp) {
    if (!FLAGS.test(pattern.flags)) {
      throw new InvalidArgument(
        `${path}.regex(): MongoDB has no counterpart for one of the flags "${pattern.flags}" of the RegExp.`,
        { path },
      );
    }
    return new PatternCondition(path, pattern.source, checked(path, options ?? pattern.flags.replace(/[gdu]/g, "")));
  }
  if (typeof pattern !== "string") {
    throw new InvalidArgument(`${path}.regex() takes a RegExp, or the text of one.`, { path });
  }
  return new PatternCondition(path, pattern, checked(path, options ?? ""));
}

function checked(path: string, options: string): string {
  if (!OPTIONS.test(options)) {
    throw new InvalidArgument(`${path}.regex(): options are i, m, s and x; see $regex in the MongoDB manual.`, {
      path,
    });
  }
  return options;
}
