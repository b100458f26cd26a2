/**
 * Directions to sort by, under the names that the server's drivers use.
 *
 * @example `Product.find().sort(["price", SortDirection.DESCENDING])`
 */
export const SortDirection = { ASCENDING: 1, DESCENDING: -1 } as const;

/** One of the values of {@link SortDirection}. */
export type SortDirection = 1 | -1;
