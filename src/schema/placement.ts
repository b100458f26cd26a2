import type { ModelRuntime } from "./model.ts";

/**
 * Runs a write with documents that then belong where the model is: those that were not stored go back to where they were when it fails.
 * Models that are where their class is need nothing.
 */
export async function inPlaceOf<T>(
  model: ModelRuntime,
  documents: readonly unknown[],
  write: () => Promise<T>,
): Promise<T> {
  const { adopt } = model;
  if (adopt === undefined) return await write();
  const moved = documents.filter(isDocument).map((document) => ({
    document,
    prototype: Object.getPrototypeOf(document),
    wasNew: document.isNew,
  }));
  for (const { document } of moved) adopt(document);
  try {
    return await write();
  } catch (error) {
    for (const { document, prototype, wasNew } of moved) {
      if (document.isNew === wasNew) Object.setPrototypeOf(document, prototype);
    }
    throw error;
  }
}

function isDocument(value: unknown): value is { readonly isNew: boolean } {
  return typeof value === "object" && value !== null && typeof (value as { isNew?: unknown }).isNew === "boolean";
}
