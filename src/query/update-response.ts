/**
 * What an update of one document answers with.
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
  /** The document as it is now, `null` when nothing matched. */
  NEW_DOCUMENT: "NEW_DOCUMENT",
} as const;

/** One of the values of {@link UpdateResponse}. */
export type UpdateResponse = "UPDATE_RESULT" | "OLD_DOCUMENT" | "NEW_DOCUMENT";

export const RESPONSE_TYPES: readonly string[] = Object.values(UpdateResponse);
