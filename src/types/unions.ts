import type { BulkWriter, BulkWriterOptions } from "../bulk/bulk-writer.ts";
import type { Database } from "../client/database.ts";
import type { BulkWriteResult } from "../errors/bulk-write-error.ts";
import type { ResolvedSettings } from "../schema/settings.ts";
import type { AggregateQuery } from "./aggregations.ts";
import type { Data, Doc, IdArg, Row } from "./doc.ts";
import type { Criterion } from "./filters.ts";
import type { QueryCallOptions } from "./options.ts";
import type { LinkedListQuery, LinkedOneQuery } from "./queries.ts";

/** @internal Each criterion belongs to one of the members. */
type AnyCriterion<D extends Doc> = D extends Doc ? Criterion<D> : never;
/** @internal */
type AnyId<D extends Doc> = D extends Doc ? IdArg<D> : never;

/** The class that `UnionDoc([...])` gives: extend it. It reads documents of its members `D`; they are written through their own classes. */
export interface UnionClass<D extends Doc> {
  /** Throws: documents are made by the members. */
  new (): Row<Data<D>>;
  /** A query for documents of all members that meet all criteria, given as instances of their classes. */
  find(...criteria: AnyCriterion<D>[]): LinkedListQuery<D>;
  /** The same as `find`. */
  findMany(...criteria: AnyCriterion<D>[]): LinkedListQuery<D>;
  /** A query for the documents of all members. */
  findAll(): LinkedListQuery<D>;
  /** The same as `findAll`. */
  all(): LinkedListQuery<D>;
  /** A query for the first document of any member that meets all criteria. */
  findOne(...criteria: AnyCriterion<D>[]): LinkedOneQuery<D>;
  /** A query for the document with this id, of whichever member. */
  get(id: AnyId<D>): LinkedOneQuery<D>;
  /** How many documents all members have. */
  count(options?: QueryCallOptions): Promise<number>;
  /** Whether any member has a document. */
  exists(options?: QueryCallOptions): Promise<boolean>;
  /** An aggregation over the documents of all members, in the server's own form. */
  aggregate<T = Record<string, unknown>>(stages: readonly object[]): AggregateQuery<T>;
  /** Runs a function with a writer that takes writes of all members: committed when the function returns, discarded when it throws. */
  bulkWriter(work: (writer: BulkWriter) => unknown, options?: BulkWriterOptions): Promise<BulkWriteResult>;
  /** A writer that takes writes of all members until its `commit()` or `discard()`. */
  bulkWriter(options?: BulkWriterOptions): BulkWriter;
  /** The same union in another database. */
  using<C>(this: C, database: Database | string): C;
  /** The settings after defaults. */
  getSettings(): ResolvedSettings;
  /** Name of the collection. */
  getCollectionName(): string;
  /** Where the documents are; `CollectionWasNotInitialized` before `init`. */
  getCollection(): { database: Database; name: string };
  /** What kind of model the class is. */
  getModelType(): "UnionDoc";
}
