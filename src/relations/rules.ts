/**
 * What writing a document does to the documents that it links to.
 *
 * @example `await product.insert({ linkRule: WriteRules.WRITE })` stores a new category with its product
 */
export const WriteRules = {
  /** Only references are written (default); a link to a document that is not stored is an error. */
  DO_NOTHING: "DO_NOTHING",
  /** Linked documents are written first: new ones inserted, stored ones saved. */
  WRITE: "WRITE",
} as const;

/** One of the values of {@link WriteRules}. */
export type WriteRules = "DO_NOTHING" | "WRITE";

/**
 * What deleting a document does to the documents that it links to.
 *
 * @example `await category.delete({ linkRule: DeleteRules.DELETE_LINKS })`
 */
export const DeleteRules = {
  /** They stay (default). */
  DO_NOTHING: "DO_NOTHING",
  /** Those that were fetched are deleted first, and what they link to. */
  DELETE_LINKS: "DELETE_LINKS",
} as const;

/** One of the values of {@link DeleteRules}. */
export type DeleteRules = "DO_NOTHING" | "DELETE_LINKS";
