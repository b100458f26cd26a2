import { InvalidArgument } from "../errors/invalid-argument.ts";

/**
 * What a write of one document answers with.
 *
 * @example
 * ```ts
 * const after = await Product.findOne({ name: "x" }).inc({ price: 1 }).responseType(UpdateResponse.NEW_DOCUMENT);
 * ```
 */
export const UpdateResponse = {
  /** The counts (default). */
  UPDATE_RESULT: "UPDATE_RESULT",
  /** The document as it was, `null` when nothing matched. */
  OLD_DOCUMENT: "OLD_DOCUMENT",
  /** The document as it is now, `null` when nothing matched. Not for deletes. */
  NEW_DOCUMENT: "NEW_DOCUMENT",
} as const;

/** One of the values of {@link UpdateResponse}. */
export type UpdateResponse = "UPDATE_RESULT" | "OLD_DOCUMENT" | "NEW_DOCUMENT";

const ALL: readonly string[] = Object.values(UpdateResponse);

/** @throws {InvalidArgument} for an answer that there is not, or that this write can not give */
export function checkResponse(one: boolean, verb: "update" | "replace" | "delete", response: unknown): void {
  const possible = verb === "delete" ? ALL.filter((each) => each !== "NEW_DOCUMENT") : ALL;
  if (!possible.includes(response as string)) {
    throw new InvalidArgument(`responseType(...) of a query that ${verb}s takes one of ${possible.join(", ")}.`, {
      code: "argument.response_type",
    });
  }
  if (one || response === "UPDATE_RESULT") return;
  throw new InvalidArgument(`Only a query for one document, findOne(...), can ${verb} and answer with the document.`, {
    code: "argument.response_type",
  });
}
