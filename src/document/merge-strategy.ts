/**
 * Whose values count when `sync()` meets local changes.
 *
 * @example `await product.sync({ mergeStrategy: MergeStrategy.LOCAL })`
 */
export const MergeStrategy = {
  /** Local changes are applied to what is stored; they stay changes. Needs the setting `useStateManagement`. */
  LOCAL: "local",
  /** What is stored counts; local changes are lost (default). */
  REMOTE: "remote",
} as const;

/** One of the values of {@link MergeStrategy}. */
export type MergeStrategy = "local" | "remote";
