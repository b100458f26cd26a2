import type { ChangeStream } from "../client/change-stream.ts";
import type { WatchOptions } from "../client/change-stream-options.ts";
import type { Database } from "../client/database.ts";
import { ModelIndexes } from "../indexes/model-indexes.ts";
import { BulkWriter, type BulkWriterOptions } from "../bulk/bulk-writer.ts";
import { withBulkWriter } from "../bulk/with-writer.ts";
import type { BulkWriteResult } from "../errors/bulk-write-error.ts";
import { type ModelClassLike, modelOf } from "../schema/model.ts";
import type { Link } from "../relations/link.ts";
import { linkFields } from "../relations/link-fields.ts";
import { inPlaceOf } from "../schema/placement.ts";
import type { ResolvedSettings } from "../schema/settings.ts";
import {
  createAggregate,
  createDeleteAll,
  createFind,
  createFindAll,
  createFindOne,
  createGet,
  createUpdateAll,
} from "../query/create.ts";
import { watchModel } from "../streams/watch-model.ts";
import type { LinkField } from "../types/links.ts";
import type { InspectionOptions, InspectionResult } from "../types/inspection.ts";
import type { InsertManyOptions, QueryCallOptions, WriteOptions } from "../types/options.ts";
import type { BsonEncoder } from "../types/settings.ts";
import type { Shape } from "../types/shape.ts";
import { extendClass } from "./extend.ts";
import type { BaseClass } from "./generate.ts";
import { inspectCollection } from "./inspect-collection.ts";
import { insertDocument } from "./insert.ts";
import { jsonStatics } from "./json-statics.ts";
import { checkedDocument } from "./documents-of.ts";
import { insertDocuments } from "./insert-many.ts";
import { replaceDocuments } from "./replace-many.ts";
import { linkTo } from "./reference.ts";
import { ownModel } from "./state.ts";
import { writeLinked } from "./write-linked.ts";
import { boundClass } from "./using.ts";

/**
 * What document classes can do at run time; `Statics` in `src/types/classes.ts` says it in types. The factory copies the members onto
 * each base class, where subclasses inherit them.
 */
class DocumentStatics {
  static find(this: ModelClassLike, ...criteria: unknown[]): unknown {
    return createFind(modelOf(this), criteria);
  }

  static findMany(this: ModelClassLike, ...criteria: unknown[]): unknown {
    return createFind(modelOf(this), criteria);
  }

  static findAll(this: ModelClassLike): unknown {
    return createFindAll(modelOf(this));
  }

  static all(this: ModelClassLike): unknown {
    return createFindAll(modelOf(this));
  }

  static findOne(this: ModelClassLike, ...criteria: unknown[]): unknown {
    return createFindOne(modelOf(this), criteria);
  }

  static get(this: ModelClassLike, id: unknown): unknown {
    return createGet(modelOf(this), id);
  }

  static count(this: ModelClassLike, options?: QueryCallOptions): Promise<number> {
    return createFindAll(modelOf(this)).count(options);
  }

  static exists(this: ModelClassLike, options?: QueryCallOptions): Promise<boolean> {
    return createFindAll(modelOf(this)).exists(options);
  }

  static distinct(this: ModelClassLike, field: never, options?: QueryCallOptions): Promise<unknown[]> {
    return createFindAll(modelOf(this)).distinct(field, options);
  }

  static sum(this: ModelClassLike, field: never, options?: QueryCallOptions): Promise<unknown> {
    return createFindAll(modelOf(this)).sum(field, options);
  }

  static avg(this: ModelClassLike, field: never, options?: QueryCallOptions): Promise<unknown> {
    return createFindAll(modelOf(this)).avg(field, options);
  }

  static min(this: ModelClassLike, field: never, options?: QueryCallOptions): Promise<unknown> {
    return createFindAll(modelOf(this)).min(field, options);
  }

  static max(this: ModelClassLike, field: never, options?: QueryCallOptions): Promise<unknown> {
    return createFindAll(modelOf(this)).max(field, options);
  }

  static aggregate(this: ModelClassLike, stages: never): unknown {
    return createAggregate(modelOf(this), stages);
  }

  static inspectCollection(this: ModelClassLike, options: InspectionOptions = {}): Promise<InspectionResult> {
    return inspectCollection(modelOf(this), options);
  }

  static updateAll(this: ModelClassLike, ...changes: unknown[]): unknown {
    return createUpdateAll(modelOf(this), changes);
  }

  static deleteAll(this: ModelClassLike, options?: object): unknown {
    return createDeleteAll(modelOf(this), options);
  }

  static bulkWriter(
    this: ModelClassLike,
    first: ((writer: BulkWriter) => unknown) | BulkWriterOptions = {},
    options: BulkWriterOptions = {},
  ): BulkWriter | Promise<BulkWriteResult> {
    const model = modelOf(this);
    const place = { ...model.binding(), model: model.name };
    return typeof first === "function" ? withBulkWriter(first, options, place) : new BulkWriter(first, place);
  }

  static watch(
    this: ModelClassLike,
    pipeline: readonly object[] = [],
    options: WatchOptions = {},
  ): ChangeStream<unknown> {
    return watchModel(modelOf(this), pipeline, options);
  }

  static async insertOne(this: ModelClassLike, document: unknown, options: WriteOptions = {}): Promise<unknown> {
    const model = modelOf(this);
    const checked = checkedDocument(this, model, document, "insertOne, its document");
    return await inPlaceOf(
      model,
      [checked],
      () => insertDocument(checked, ownModel(checked, model), options, writeLinked),
    );
  }

  static insertMany(
    this: ModelClassLike,
    documents: readonly unknown[],
    options: InsertManyOptions = {},
  ): Promise<{ insertedIds: unknown[] }> {
    const model = modelOf(this);
    return inPlaceOf(model, documents, () => insertDocuments(this, model, documents, options));
  }

  static linkFromId(this: ModelClassLike, id: unknown): Link {
    return linkTo(this, modelOf(this), id);
  }

  static using(this: ModelClassLike, database: unknown): ModelClassLike {
    return boundClass(this, database);
  }

  static extend(this: ModelClassLike, shape: Shape): BaseClass {
    return extendClass(this, shape);
  }

  static get indexes(): ModelIndexes {
    return new ModelIndexes(modelOf(this as unknown as ModelClassLike));
  }

  static getSettings(this: ModelClassLike): ResolvedSettings {
    return modelOf(this).settings;
  }

  static getCollectionName(this: ModelClassLike): string {
    return modelOf(this).collection;
  }

  static getCollection(this: ModelClassLike): { database: Database; name: string } {
    const { database, collection: name } = modelOf(this).binding();
    return { database, name };
  }

  static getBsonEncoders(this: ModelClassLike): readonly BsonEncoder[] {
    return modelOf(this).settings.bsonEncoders;
  }

  static getLinkFields(this: ModelClassLike): LinkField[] {
    return linkFields(modelOf(this));
  }

  static getModelType(): "Document" {
    return "Document";
  }

  static useStateManagement(this: ModelClassLike): boolean {
    return modelOf(this).settings.useStateManagement;
  }

  static stateManagementSavePrevious(this: ModelClassLike): boolean {
    return modelOf(this).settings.stateManagementSavePrevious;
  }

  static stateManagementReplaceObjects(this: ModelClassLike): boolean {
    return modelOf(this).settings.stateManagementReplaceObjects;
  }

  static replaceMany(
    this: ModelClassLike,
    documents: readonly unknown[],
    options: WriteOptions = {},
  ): Promise<void> {
    const model = modelOf(this);
    return inPlaceOf(model, documents, () => replaceDocuments(this, model, documents, options));
  }
}

const { length: _length, name: _name, prototype: _prototype, ...members } = Object.getOwnPropertyDescriptors(
  DocumentStatics,
);

/** The static members of every document class. */
export const statics: PropertyDescriptorMap = { ...members, ...jsonStatics };
