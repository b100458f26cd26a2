/** What an update did. */
export interface UpdateResult {
  /** Documents that the filter matched. */
  matchedCount: number;
  /** Documents that are different now. */
  modifiedCount: number;
  /** Id of the document that the server's own `upsert` option inserted. */
  upsertedId?: unknown;
}

/** What a delete did. */
export interface DeleteResult {
  /** Documents removed. */
  deletedCount: number;
}

/** What `insertMany` did. */
export interface InsertManyResult<I> {
  /** Ids in the order of the documents given. */
  insertedIds: I[];
}
