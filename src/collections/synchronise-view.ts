import type { Database } from "../client/database.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { notice } from "../errors/notice.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { changePlace } from "./create.ts";
import { placeDifference } from "./place-difference.ts";
import { type StoredCollection, storedCollections } from "./stored-collections.ts";
import { viewDefinition } from "./view-definition.ts";

/** How `init` treats views that are there. */
export interface ViewOptions {
  /** Views get the declared definition. */
  readonly recreate: boolean;
  readonly signal: AbortSignal | undefined;
}

/**
 * Creates a view that is not there. One that is there with another definition gets the declared one if that is wanted, and a notice otherwise: it is not
 * dropped in between, so that readers always find it.
 *
 * @throws {InvalidArgument} when there is a collection by its name
 * @throws {ServerError} when the server refuses it
 */
export async function synchroniseView(
  model: ModelRuntime,
  database: Database,
  stored: StoredCollection | undefined,
  { recreate, signal }: ViewOptions,
): Promise<void> {
  const { collection } = model;
  const declared = viewDefinition(model);
  let existing = stored;
  if (existing === undefined) {
    if (await changePlace(model, database, { create: collection, ...declared }, signal)) return;
    existing = (await storedCollections(database, [collection], signal)).get(collection);
    if (existing === undefined) return;
  }
  const difference = placeDifference(model, existing);
  if (difference === undefined) return;
  if (difference.what === "kind") throw notAView(model);
  if (recreate) await changePlace(model, database, { collMod: collection, ...declared }, signal);
  else noticeDifference(model);
}

function noticeDifference({ name, collection }: ModelRuntime): void {
  notice(
    "view.changed",
    `${name}: the view "${collection}" is stored with another source or pipeline than the class declares, and reads go by what is stored. ` +
      "Give init the option recreateViews: true to store what is declared.",
  );
}

function notAView({ name, collection }: ModelRuntime): InvalidArgument {
  return new InvalidArgument(
    `${name} is a view, but "${collection}" is a collection with documents of its own, which is left alone. Give the view another settings.name.`,
    { code: "view.collection", model: name },
  );
}
