// The public names of Beanie 2.1 (Apache-2.0, github.com/BeanieODM/beanie), by the section of docs/beanie.md that maps them. Names only: what they mean
// here stands there.

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const BEANIE: Readonly<Record<string, readonly string[]>> = {
  "Exports of `beanie`": words(`
    Document DocumentWithSoftDelete View UnionDoc init_beanie PydanticObjectId BeanieObjectId Indexed TimeSeriesConfig Granularity SortDirection
    MergeStrategy ActionConflictResolution MergeConflictError before_event after_event Insert Replace Save SaveChanges ValidateOnSave Delete Update
    Before After BulkWriter iterative_migration free_fall_migration Link BackLink WriteRules DeleteRules DecimalAnnotation BsonBinary UpdateResponse`),
  "Exports of `beanie.operators`": words(`
    Eq GT GTE LT LTE NE In NotIn And Or Nor Not Exists Type Expr JsonSchema Mod RegEx Text Where All ElemMatch Size
    BitsAllClear BitsAllSet BitsAnyClear BitsAnySet GeoIntersects GeoWithin GeoWithinTypes Box Near NearSphere
    Set CurrentDate Inc Min Max Mul Rename SetOnInsert Unset AddToSet Pop Pull Push PullAll Bit`),
  "Reading with a document class": words(
    "get find_one find find_many find_all all count distinct aggregate sum avg min max inspect_collection",
  ),
  "Writing with a document class": words(
    "insert_one insert_many replace_many update_all delete_all bulk_writer link_from_id",
  ),
  "Writing a document": words("insert create replace save save_changes update set inc current_date delete"),
  "Other members of a document": words(`
    sync fetch_link fetch_all_links to_ref validate_self rollback is_changed has_changed get_changes get_previous_changes get_saved_state
    get_previous_saved_state`),
  "What a document class tells about itself": words(`
    get_settings get_collection_name get_pymongo_collection get_bson_encoders get_link_fields get_model_type use_state_management
    state_management_save_previous state_management_replace_objects set_collection set_database set_collection_name custom_init`),
  "`DocumentWithSoftDelete`": words("is_deleted hard_delete find_many_in_all delete find_many find_one"),
  "`View`": words("find aggregate fetch_link fetch_all_links"),
  "`UnionDoc`": words("find aggregate bulk_writer register_doc"),
  "Queries for many documents": words(`
    find find_many sort skip limit project set_session clone count exists distinct first_or_none to_list get_cursor get_filter_query
    build_aggregation_pipeline update update_many set inc current_date upsert delete delete_many aggregate sum avg min max`),
  "Queries for one document": words(`
    find_one project set_session clone count exists update update_one set inc current_date upsert delete delete_one replace_one`),
  "Updates": words("update update_many update_one set inc current_date upsert set_session clone update_query"),
  "Deletes": words("set_session clone"),
  "Aggregations": words("to_list set_session clone get_aggregation_pipeline"),
  "`Link`": words("ref document_class fetch fetch_one fetch_list fetch_many to_ref to_dict"),
  "`BulkWriter`": words("add_operation commit operations"),
  "Exceptions": words(`
    CollectionWasNotInitialized DocumentNotFound DocumentWasNotSaved RevisionIdWasChanged ReplaceError StateManagementIsTurnedOff StateNotSaved
    NotSupported ApplyChangesException MongoDBVersionError ViewWasNotInitialized UnionDocNotInited UnionHasNoRegisteredDocs
    DocWasNotRegisteredInUnionClass Deprecation WrongDocumentUpdateStrategy DocumentAlreadyCreated MigrationException ViewHasNoSettings`),
  "Settings": words(`
    name indexes merge_indexes use_cache cache_capacity cache_expiration_time bson_encoders projection use_state_management
    state_management_save_previous state_management_replace_objects validate_on_save use_revision keep_nulls timeseries is_root class_id
    class_id_value union_doc union_doc_alias max_nesting_depth max_nesting_depths_per_field action_conflict_resolution pymongo_db pymongo_collection
    lazy_parsing single_root_inheritance source pipeline`),
  "Arguments of `init_beanie`": words(
    "database connection_string document_models allow_index_dropping recreate_views skip_indexes",
  ),
  "Keyword arguments": words(`
    projection_model session ignore_cache fetch_links with_children lazy_parse nesting_depth nesting_depths_per_field skip_actions link_rule
    ignore_revision bulk_writer response_type on_insert`),
};
