import type { IdOf } from "./doc.ts";

/** What says of an event which document it is about; of a sharded collection the fields of the shard key as well, under stored names. */
export interface DocumentKey<D> {
  /** The id of the document. */
  readonly id: IdOf<D>;
}
