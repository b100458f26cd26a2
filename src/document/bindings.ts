import type { Client } from "../client/client.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { rememberSources } from "../collections/view-sources.ts";
import { invalidInit, type Target } from "./init-options.ts";

/** Where each model is bound that `init` bound. */
const bound = new Map<ModelRuntime, Target>();

/**
 * Two models with one collection overwrite each other's documents, and nearly always one of them has the wrong name.
 *
 * @throws {InvalidArgument} when two of the models have one collection, or one has that of a model which another call bound to the same database
 */
export function checkClaims(models: readonly ModelRuntime[], target?: Target): void {
  const owners = new Map<string, ModelRuntime>();
  for (const [model, at] of bound) {
    if (target !== undefined && !models.includes(model) && isSameDatabase(at, target)) {
      owners.set(model.collection, ownerOf(model));
    }
  }
  for (const model of models) {
    const owner = ownerOf(model);
    const other = owners.get(model.collection);
    if (other !== undefined && other !== owner) throw claimedTwice(other, model);
    owners.set(model.collection, owner);
  }
}

/** Whether `init` bound the model to this database. */
export function isBoundAt(model: ModelRuntime, target: Target): boolean {
  const at = bound.get(model);
  return at !== undefined && isSameDatabase(at, target);
}

/** Whose collection it is: that of a tree or a union belongs to all of its classes. */
function ownerOf(model: ModelRuntime): ModelRuntime {
  return model.family?.owner ?? model;
}

/**
 * Binds models, and gives what undoes it. A model that was bound in the meantime by another call stays there.
 */
export function bindAll(models: readonly ModelRuntime[], target: Target): () => void {
  const before = models.map((model) => [model, bound.get(model)] as const);
  for (const model of models) bindOne(model, target);
  return () => {
    for (const [model, previous] of before) if (bound.get(model) === target) bindOne(model, previous);
  };
}

/** The name of the database that a model is bound to, if that is another one than the target. */
export function boundElsewhere(model: ModelRuntime, target: Target): string | undefined {
  const at = bound.get(model);
  if (at === undefined || at.database.client.closed || isSameDatabase(at, target)) return undefined;
  return at.database.name;
}

/** Closes the clients that `init` opened and that no model is bound to any more. */
export async function closeUnused(clients: readonly Client[]): Promise<void> {
  const used = boundClients();
  await Promise.all(clients.filter((client) => !used.has(client)).map((client) => client.close()));
}

/** The open clients that models are bound to. */
export function boundClients(): ReadonlySet<Client> {
  return new Set([...bound.values()].map(({ database }) => database.client).filter((client) => !client.closed));
}

/** The clients that `init` opened for models that are bound. */
export function ownClients(): Client[] {
  const own = [...bound.values()].filter(({ uri }) => uri !== undefined);
  return [...new Set(own.map(({ database }) => database.client))];
}

/** Unbinds the models of a client. */
export function unbind(client: Client): void {
  for (const [model, { database }] of bound) if (database.client === client) bindOne(model, undefined);
}

function bindOne(model: ModelRuntime, target: Target | undefined): void {
  if (target === undefined) bound.delete(model);
  else bound.set(model, target);
  model.bind(target && { database: target.database, collection: model.collection });
  if (target !== undefined && model.isView) rememberSources(model, target.database.name);
}

function isSameDatabase(one: Target, other: Target): boolean {
  if (one.database.client.closed || one.database.name !== other.database.name) return false;
  return one.database.client === other.database.client || (one.uri !== undefined && one.uri === other.uri);
}

function claimedTwice(one: ModelRuntime, other: ModelRuntime): Error {
  return invalidInit(
    `${one.name} and ${other.name} have the same collection "${one.collection}" in one database. Give one of them another settings.name; ` +
      `if they are meant to share it, bind one with init and use the other as ${other.name}.using(database)`,
  );
}
