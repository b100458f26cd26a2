/**
 * Haricot: an object-document mapper for MongoDB on Bun and Deno. Models are classes over Zod schemas; BSON and networking are
 * done by a Rust engine, off the JavaScript thread.
 *
 * @module
 */

export { Document, Model } from "./src/document/factory.ts";
export { UnionDoc } from "./src/document/union.ts";
export { View } from "./src/document/view.ts";
export { DocumentWithSoftDelete } from "./src/document/soft-delete.ts";
export { toJSON } from "./src/document/json.ts";
export { close, init, init as initBeanie } from "./src/document/init.ts";
export type { InitOptions, ModelSource } from "./src/document/init-options.ts";

export { ActionConflictResolution } from "./src/events/conflict-resolution.ts";
export { after, before } from "./src/events/declarations.ts";
export { afterEvent, beforeEvent } from "./src/events/decorators.ts";
export {
  type ActionDirection,
  After,
  Before,
  Delete,
  type Event,
  Insert,
  Replace,
  Save,
  SaveChanges,
  Update,
  ValidateOnSave,
} from "./src/events/event.ts";
export type { Action, EventDecorator } from "./src/types/events.ts";
export { MergeStrategy } from "./src/document/merge-strategy.ts";

export { BulkWriter, type BulkWriterOptions } from "./src/bulk/bulk-writer.ts";

export { connect } from "./src/client/connect.ts";
export type { ConnectOptions } from "./src/client/connect-options.ts";
export type { ReadPreference } from "./src/client/read-preference.ts";
export type {
  ChangeEvent,
  ChangeEventBase,
  DeleteEvent,
  DocumentEvent,
  DropDatabaseEvent,
  DropEvent,
  InsertEvent,
  InvalidateEvent,
  Namespace,
  RenameEvent,
  ReplaceEvent,
  UpdateDescription,
  UpdateEvent,
} from "./src/client/change-event.ts";
export type { ChangeStream } from "./src/client/change-stream.ts";
export type { ResumeToken, WatchOptions } from "./src/client/change-stream-options.ts";
export { Client } from "./src/client/client.ts";
export type { Cursor } from "./src/client/cursor.ts";
export { type CommandOptions as DatabaseCommandOptions, Database } from "./src/client/database.ts";
export type { EventStream, StreamedEvent } from "./src/client/event-stream.ts";
export type { CommandEvent } from "./src/observability/command-event.ts";
export type { Log, LogOptions } from "./src/observability/log-options.ts";
export type * from "./src/observability/client-events.ts";
export type { TransactionRunOptions } from "./src/client/run-transaction.ts";
export { Session, type SessionOptions, type TransactionOptions } from "./src/client/session.ts";
export { type AmbientTransactionOptions, transaction } from "./src/session/transaction.ts";

export { binary, decimal128, double, int64, objectId, timestamp, uuid } from "./src/schema/bson.ts";
export { Granularity } from "./src/schema/granularity.ts";
export { alias, excluded, indexed } from "./src/schema/metadata.ts";

export { BackLink } from "./src/relations/back-link.ts";
export { type FetchOptions, Link } from "./src/relations/link.ts";
export { DeleteRules, WriteRules } from "./src/relations/rules.ts";
export { backLink, backLinkOne, link } from "./src/relations/link-schema.ts";
export type {
  BackLinkSchema,
  Fetched,
  FetchedNamed,
  Link as LinkMembers,
  LinkField,
  LinkSchema,
} from "./src/types/links.ts";

export { and, nor, not, or, raw } from "./src/expression/logical.ts";
export { SortDirection } from "./src/expression/sort-direction.ts";
export { addToSet, avg, count, first, last, max, min, push, sum } from "./src/query/accumulators.ts";
export { compute } from "./src/query/computed.ts";
export { UpdateResponse } from "./src/query/update-response.ts";

export type { BsonValue } from "./src/values/bson-value.ts";
export { Binary } from "./src/values/binary.ts";
export { BSONRegExp } from "./src/values/bson-regexp.ts";
export { BSONSymbol } from "./src/values/bson-symbol.ts";
export { BSONUndefined } from "./src/values/bson-undefined.ts";
export { Code } from "./src/values/code.ts";
export { DBPointer } from "./src/values/db-pointer.ts";
export { DBRef } from "./src/values/db-ref.ts";
export { Decimal128 } from "./src/values/decimal128.ts";
export { Double } from "./src/values/double.ts";
export { MaxKey } from "./src/values/max-key.ts";
export { MinKey } from "./src/values/min-key.ts";
export { ObjectId, type ObjectIdLike } from "./src/values/object-id.ts";
export { Timestamp } from "./src/values/timestamp.ts";

export { AuthenticationError } from "./src/errors/authentication-error.ts";
export { BulkWriteError, type BulkWriteResult, type WriteFailure } from "./src/errors/bulk-write-error.ts";
export { ApplyChangesException } from "./src/errors/apply-changes-exception.ts";
export { ClientClosed } from "./src/errors/client-closed.ts";
export { CollectionWasNotInitialized } from "./src/errors/collection-was-not-initialized.ts";
export { ConnectionError } from "./src/errors/connection-error.ts";
export { CursorLost } from "./src/errors/cursor-lost.ts";
export { DocumentNotFound } from "./src/errors/document-not-found.ts";
export { DocumentWasNotSaved } from "./src/errors/document-was-not-saved.ts";
export { DocWasNotRegisteredInUnionClass } from "./src/errors/doc-was-not-registered-in-union-class.ts";
export { DuplicateKeyError } from "./src/errors/duplicate-key-error.ts";
export { EngineError } from "./src/errors/engine-error.ts";
export { HaricotError } from "./src/errors/haricot-error.ts";
export { type ConflictingDefinitions, IndexConflict } from "./src/errors/index-conflict.ts";
export { InvalidArgument } from "./src/errors/invalid-argument.ts";
export { LibraryNotFound, type LibraryPlace } from "./src/errors/library-not-found.ts";
export { MergeConflictError } from "./src/errors/merge-conflict-error.ts";
export { MongoDBVersionError } from "./src/errors/mongodb-version-error.ts";
export { NotSupported } from "./src/errors/not-supported.ts";
export { OperationTimeout } from "./src/errors/operation-timeout.ts";
export { ReplaceError } from "./src/errors/replace-error.ts";
export { RevisionIdWasChanged } from "./src/errors/revision-id-was-changed.ts";
export { ServerError } from "./src/errors/server-error.ts";
export { ServerSelectionError } from "./src/errors/server-selection-error.ts";
export { SessionError } from "./src/errors/session-error.ts";
export { StateManagementIsTurnedOff } from "./src/errors/state-management-is-turned-off.ts";
export { StateNotSaved } from "./src/errors/state-not-saved.ts";
export { UnionDocNotInited } from "./src/errors/union-doc-not-inited.ts";
export { UnionHasNoRegisteredDocs } from "./src/errors/union-has-no-registered-docs.ts";
export { ValidationError, type ValidationIssue } from "./src/errors/validation-error.ts";
export { ViewWasNotInitialized } from "./src/errors/view-was-not-initialized.ts";
export { WriteConcernError } from "./src/errors/write-concern-error.ts";

export type {
  Accumulator,
  AggregateQuery,
  Computations,
  Lookup,
  Pipeline,
  RowSorting,
  UntypedLookup,
  Unwound,
  Values,
} from "./src/types/aggregations.ts";
export type {
  AnyClass,
  DocumentClass,
  Extended,
  JsonStatics,
  ModelClass,
  ModelMembers,
  Statics,
} from "./src/types/classes.ts";
export type { Class, Doc, IdArg, IdOf, Row } from "./src/types/doc.ts";
export type { Change, Operand, Predicate, Reference, SortKey } from "./src/types/expressions.ts";
export type {
  AnyField,
  ArrayField,
  BinaryField,
  BitField,
  DateField,
  Field,
  NumberField,
  ObjectField,
  OrderedField,
  StringField,
} from "./src/types/fields.ts";
export type { Criterion, Filter, Operators, PlainFilter, Sorting } from "./src/types/filters.ts";
export type { Document as DocumentMembers } from "./src/types/document.ts";
export type {
  JsonInput,
  JsonSchema,
  JsonSchemaOfSide,
  JsonSchemaOptions,
  ModelSchema,
  ModelSchemaResult,
} from "./src/types/json.ts";
export type {
  ChangeOptions,
  Collation,
  CommandOptions,
  DeleteOptions,
  InsertManyOptions,
  QueryCallOptions,
  ReadCallOptions,
  ReadOptions,
  ReplaceOptions,
  SyncOptions,
  UpdateOptions,
  WriteConcern,
  WriteOptions,
} from "./src/types/options.ts";
export type {
  AreaType,
  Coordinates,
  Distances,
  GeoField,
  GeoJson,
  GeometryType,
  Located,
  Position,
} from "./src/types/geometry.ts";
export type { InspectionError, InspectionOptions, InspectionResult } from "./src/types/inspection.ts";
export type { Fields, Path } from "./src/types/paths.ts";
export type {
  Chain,
  DeleteOneQuery,
  DeleteQuery,
  Distinct,
  ExplainVerbosity,
  FindOneQuery,
  FindQuery,
  LinkedListQuery,
  LinkedOneQuery,
  ListQuery,
  Numbers,
  OfChildren,
  OneQuery,
  Query,
  Queueable,
  ReplaceQuery,
  Target,
  UpdateOneQuery,
  UpdateQuery,
  Updates,
} from "./src/types/queries.ts";
export type { DeleteResult, InsertManyResult, UpdateResult } from "./src/types/results.ts";
export type { ResolvedSettings } from "./src/schema/settings.ts";
export type {
  ConflictingIndexes,
  IndexCallOptions,
  IndexChangeOptions,
  IndexCreateOptions,
  IndexDescription,
  IndexDiff,
  Indexes,
  IndexSyncOptions,
} from "./src/types/indexes.ts";
export type {
  BsonEncoder,
  IndexDeclaration,
  IndexDefinition,
  IndexDirection,
  IndexKey,
  IndexOptions,
  Settings,
  UnionSettings,
} from "./src/types/settings.ts";
export type { UnionClass } from "./src/types/unions.ts";
export type {
  SoftDeleteClass,
  SoftDeleted,
  SoftDeleteStatics,
  SoftFindOneQuery,
  SoftFindQuery,
} from "./src/types/soft-delete.ts";
export type { Shape } from "./src/types/shape.ts";
export type { TimeSeriesConfig } from "./src/types/time-series.ts";
export type { ViewClass, ViewMembers, ViewSettings, ViewStatics } from "./src/types/views.ts";
export type { DocumentKey } from "./src/types/streams.ts";
export type { BitChange, PushModifiers, UpdateDoc } from "./src/types/updates.ts";
