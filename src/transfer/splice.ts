/** Stands in an envelope for one document of the documents frame of the same submission. */
export class Splice {
  readonly index: number;

  constructor(index: number) {
    this.index = index;
  }
}

/**
 * The value that stands for a document of the same submission; see `Submission.documents`.
 *
 * @param index position of the document, from 0
 */
export function splice(index: number): Splice {
  return new Splice(index);
}
