const writing = new WeakMap<object, number>();

/**
 * Announces new documents that are written together, for as long as that takes: links between them are references to documents that will be there.
 */
export async function whileWriting<T>(documents: readonly object[], work: () => Promise<T>): Promise<T> {
  for (const document of documents) writing.set(document, (writing.get(document) ?? 0) + 1);
  try {
    return await work();
  } finally {
    for (const document of documents) {
      const left = writing.get(document)! - 1;
      if (left === 0) writing.delete(document);
      else writing.set(document, left);
    }
  }
}

/** Whether the document is one of those. */
export function isBeingWritten(document: object): boolean {
  return writing.has(document);
}
