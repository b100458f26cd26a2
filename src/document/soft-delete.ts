import { createFindInAll } from "../query/create.ts";
import { type ModelClassLike, modelOf } from "../schema/model.ts";
import { DELETED_AT, withDeletedAt } from "../schema/soft-delete.ts";
import type { WriteOptions } from "../types/options.ts";
import type { DeleteResult } from "../types/results.ts";
import type { Shape } from "../types/shape.ts";
import type { SoftDeleteClass, SoftTaken } from "../types/soft-delete.ts";
import { DocumentCore } from "./core.ts";
import { deleteDocument } from "./delete.ts";
import { documentBase } from "./factory.ts";
import type { BaseClass } from "./generate.ts";
import { markDeleted, restoreDocument } from "./mark-deleted.ts";
import { runtime } from "./state.ts";
import { statics } from "./statics.ts";

/**
 * The base class of a model whose documents are marked as deleted instead of being removed: when that was stands in `deletedAt`, stored as
 * `deleted_at`. Queries, counts and aggregations do not see marked documents; `findManyInAll` does. Writes of an instance work on
 * marked documents as on others.
 *
 * @param shape as for {@link Document}
 * @throws {InvalidArgument} for a field `deletedAt`, and for names that documents need themselves
 * @example
 * ```ts
 * class Note extends DocumentWithSoftDelete({ text: z.string() }) {}
 * const note = await new Note({ text: "call Ada" }).insert();
 * await note.delete();
 * await Note.count(); // 0
 * await note.restore();
 * await note.hardDelete();
 * ```
 */
export function DocumentWithSoftDelete<S extends Shape = Record<never, never>>(
  shape: S & SoftTaken,
): SoftDeleteClass<S> {
  const kind = { core: SoftDeleteCore as BaseClass, statics: { ...statics, ...ownStatics }, softDeletes: true };
  return documentBase(withDeletedAt(shape), kind) as unknown as SoftDeleteClass<S>;
}

/** What documents are and do that are marked as deleted instead of being removed. */
class SoftDeleteCore extends DocumentCore {
  override delete(options: WriteOptions = {}): Promise<DeleteResult> {
    return markDeleted(this, runtime(this), options);
  }

  hardDelete(options: WriteOptions = {}): Promise<DeleteResult> {
    return deleteDocument(this, runtime(this), options);
  }

  restore(options: WriteOptions = {}): Promise<this> {
    return restoreDocument(this, runtime(this), options);
  }

  isDeleted(): boolean {
    return (this as unknown as Record<string, unknown>)[DELETED_AT.property] instanceof Date;
  }
}

class SoftDeleteStatics {
  static findManyInAll(this: ModelClassLike, ...criteria: unknown[]): unknown {
    return createFindInAll(modelOf(this), criteria);
  }
}

const { findManyInAll } = Object.getOwnPropertyDescriptors(SoftDeleteStatics);
const ownStatics: PropertyDescriptorMap = { findManyInAll: findManyInAll! };
