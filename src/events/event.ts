/** Insert, create, insertOne, insertMany, and the insert of an upsert. */
export const Insert = "Insert";
/** `replace`, and each document of `replaceMany`. */
export const Replace = "Replace";
/** `save`; its {@link Update} events run inside. */
export const Save = "Save";
/** `saveChanges`; its {@link Update} events run inside when something changed. */
export const SaveChanges = "SaveChanges";
/** The validation before insert, replace, save and saveChanges; its events run whether or not the setting `validateOnSave` is on. */
export const ValidateOnSave = "ValidateOnSave";
/** `delete` of a document. */
export const Delete = "Delete";
/** `update`, `set`, `inc` and the like of a document, and the inside of `save` and `saveChanges`. */
export const Update = "Update";

/** What happens to a document. Writes of queries fire no events. */
export type Event = "Insert" | "Replace" | "Save" | "SaveChanges" | "ValidateOnSave" | "Delete" | "Update";

export const EVENTS: readonly Event[] = [Insert, Replace, Save, SaveChanges, ValidateOnSave, Delete, Update];

/** In `skipActions`: no action that runs before an event. */
export const Before = "BEFORE";
/** In `skipActions`: no action that runs after an event. */
export const After = "AFTER";

/** When an action runs. */
export type ActionDirection = "BEFORE" | "AFTER";
