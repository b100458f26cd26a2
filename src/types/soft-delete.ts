import type { z } from "zod";
import type { DocumentClass, Taken } from "./classes.ts";
import type { Class, Doc, IdArg } from "./doc.ts";
import type { Criterion } from "./filters.ts";
import type { WriteOptions } from "./options.ts";
import type { DeleteOneQuery, DeleteQuery, FindOneQuery, FindQuery, UpdateOneQuery, UpdateQuery } from "./queries.ts";
import type { DeleteResult, UpdateResult } from "./results.ts";

/** What instances have beside the members of every document, where deleting marks. */
export interface SoftDeleted {
  /** Whether the document is marked as deleted. */
  isDeleted(): boolean;
  /** Removes the stored document, marked or not. Delete events fire. */
  hardDelete(options?: WriteOptions): Promise<DeleteResult>;
  /**
   * Takes the mark off. Update events fire; like `set` it takes over the stored document.
   *
   * @throws {DocumentNotFound} when the document was removed
   */
  restore(options?: WriteOptions): Promise<this>;
}

/** A query for documents of a model where deleting marks. */
export interface SoftFindQuery<D extends Doc> extends FindQuery<D> {
  /** Removes all that the query finds, where `delete()` would mark them. */
  hardDelete(): DeleteQuery;
  /** Takes the mark off all deleted documents that meet the criteria. */
  restore(): UpdateQuery<D, UpdateResult>;
}

/** A query for one document of a model where deleting marks. */
export interface SoftFindOneQuery<D extends Doc> extends FindOneQuery<D> {
  /** Removes the first that the query finds, where `delete()` would mark it. */
  hardDelete(): DeleteOneQuery<D, DeleteResult>;
  /** Takes the mark off the first deleted document that meets the criteria. */
  restore(): UpdateOneQuery<D, UpdateResult>;
}

/** What classes have where deleting marks: queries that hide what is marked, and one that does not. */
export interface SoftDeleteStatics {
  /** A query for documents that meet all criteria and are not marked. */
  find<D extends Doc>(this: Class<D>, ...criteria: Criterion<D>[]): SoftFindQuery<D>;
  /** The same as `find`. */
  findMany<D extends Doc>(this: Class<D>, ...criteria: Criterion<D>[]): SoftFindQuery<D>;
  /** A query for all documents that are not marked; unlike `find()` it may be updated or deleted as a whole. */
  findAll<D extends Doc>(this: Class<D>): SoftFindQuery<D>;
  /** The same as `findAll`. */
  all<D extends Doc>(this: Class<D>): SoftFindQuery<D>;
  /** A query for the first document that meets all criteria and is not marked. */
  findOne<D extends Doc>(this: Class<D>, ...criteria: Criterion<D>[]): SoftFindOneQuery<D>;
  /** A query for the document with this id, if it is not marked. */
  get<D extends Doc>(this: Class<D>, id: IdArg<D>): SoftFindOneQuery<D>;
  /**
   * A query that finds documents marked as deleted as well.
   *
   * @example
   * ```ts
   * await Note.findManyInAll(Note.deletedAt.lt(lastYear)).hardDelete();
   * ```
   */
  findManyInAll<D extends Doc>(this: Class<D>, ...criteria: Criterion<D>[]): SoftFindQuery<D>;
}

/** @internal A shape with the mark: when the document was deleted, stored as `deleted_at`; absent or null while it was not. */
export type WithDeletedAt<S> = S & { deletedAt: z.ZodOptional<z.ZodNullable<z.ZodDate>> };

/** The class that `DocumentWithSoftDelete(shape)` gives: extend it. */
export type SoftDeleteClass<S> = SoftDeleteStatics & DocumentClass<WithDeletedAt<S>, SoftDeleted>;

/** @internal Names that a shape may not use where deleting marks. */
export type SoftTaken =
  & Taken
  & { readonly [K in keyof SoftDeleted | "deletedAt"]?: "this name belongs to DocumentWithSoftDelete" };
