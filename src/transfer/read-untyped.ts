import { preferredTwin } from "./code-generation.ts";
import type { Frame } from "./frame.ts";
import type { Twin } from "./plan.ts";
import { readDocument } from "./read-tagged.ts";

/** How untyped documents are read. */
export interface UntypedOptions {
  /**
   * `"plain"` (default): doubles are numbers, int64 are numbers where that is exact and bigints elsewhere.
   * `"exact"`: doubles are `Double`, int64 are bigints; so every BSON type can be told from the others and written back as it was.
   */
  numbers?: "plain" | "exact";
}

/**
 * Reads all documents of an untyped frame as plain objects. Every key is an own property, whatever its name is. Embedded documents
 * that are exactly `{ $ref, $id, $db? }` become `DBRef`.
 */
export function readUntyped(
  frame: Frame,
  options: UntypedOptions = {},
  twin: Twin = preferredTwin(),
): Record<string, unknown>[] {
  const exact = options.numbers === "exact";
  frame.compiling = twin === "compiled";
  const documents: Record<string, unknown>[] = [];
  for (let i = 0; i < frame.count; i++) {
    frame.begin();
    documents.push(readDocument(frame, exact));
  }
  return documents;
}
