import { actionsOf } from "../events/actions.ts";
import { checkPlace, preparePlaces } from "../collections/prepare-places.ts";
import { synchroniseIndexes } from "../indexes/change-indexes.ts";
import { declaredIndexes } from "../indexes/declared-indexes.ts";
import { type ModelClassLike, modelOf, type ModelRuntime } from "../schema/model.ts";
import { bindAll, checkClaims, closeUnused, ownClients, unbind } from "./bindings.ts";
import { eachBounded } from "./bounded.ts";
import { checkClassIds, checkParents, checkUnions, warnOfShortNames, withParents } from "./families.ts";
import { checkInitOptions, type InitOptions, openTarget, type Target } from "./init-options.ts";
import { loadModels } from "./load-models.ts";

/** Collections whose indexes are looked at and built at the same time. */
const PARALLEL_COLLECTIONS = 8;

/**
 * Binds models to a database and creates their indexes, several collections at a time, and the views and time series that are not there. Several calls bind several sets of models. A model that
 * was bound before is bound anew, and a client that `init` opened is closed when nothing is bound to it any more: let operations on it end
 * first. When it fails nothing is bound that was not.
 *
 * A class with a static method `customInit` gets it called at the end, when all models are bound, and it is awaited.
 *
 * @throws {InvalidArgument} for options that there are not or that do not fit together, values that are no models, models or indexes that can
 * not be stored as they are declared, two models with one collection
 * @throws {IndexConflict} when an index is there with another definition than the declared one
 * @throws {ServerError} when an index, a view or a time series can not be created; the message names it and the model
 * @throws {MongoDBVersionError} for a time series on a server that has none
 * @example `await init({ uri: "mongodb://localhost:27017/shop", documentModels: [Product] })`
 */
export async function init(options: InitOptions): Promise<void> {
  checkInitOptions(options);
  const classes = withParents(await loadModels(options.documentModels), modelOf);
  const models = classes.map(modelOf);
  checkDeclarations(classes, models);
  checkClaims(models);
  checkClassIds(models);
  const target = await openTarget(options);
  const before = ownClients();
  try {
    checkParents(models, target);
    checkUnions(models, target);
    checkClaims(models, target);
    await preparePlaces(models, target.database, options, () => prepareIndexes(models, target, options));
    checkClaims(models, target);
    await bindAndFinish(classes, models, target);
  } catch (error) {
    if (target.uri !== undefined) await closeUnused([target.database.client]);
    throw error;
  }
  warnOfShortNames(models);
  await closeUnused(target.uri === undefined ? before : [...before, target.database.client]);
}

/** Closes the clients that {@link init} opened; their models are unbound. Clients that you opened stay open. */
export async function close(): Promise<void> {
  const clients = ownClients();
  for (const client of clients) unbind(client);
  await Promise.all(clients.map((client) => client.close()));
}

/** Declarations that can not work are told here, before anything is sent, and not by the call that needs them first. */
function checkDeclarations(classes: readonly ModelClassLike[], models: readonly ModelRuntime[]): void {
  for (const model of classes) actionsOf(model);
  for (const model of models) {
    void model.plan;
    checkPlace(model);
    if (!model.isView) declaredIndexes(model);
  }
}

/** Creates the declared indexes of models, as `init` does; those that share a collection share its indexes. */
export async function prepareIndexes(
  models: readonly ModelRuntime[],
  target: Target,
  options: Pick<InitOptions, "allowIndexDropping" | "signal" | "skipIndexes">,
): Promise<void> {
  const { allowIndexDropping: drop = false, signal } = options;
  if (options.skipIndexes === true) return;
  // Classes that share a collection share its indexes.
  const owners = [...new Set(models.filter(({ isView }) => !isView).map((model) => model.family?.owner ?? model))];
  await eachBounded(owners, PARALLEL_COLLECTIONS, (model) => {
    const place = { database: target.database, collection: model.collection };
    const sharing = models.filter((other) => other.family?.owner === model);
    return synchroniseIndexes(model, place, { drop, signal }, sharing);
  });
}

async function bindAndFinish(
  classes: readonly ModelClassLike[],
  models: readonly ModelRuntime[],
  target: Target,
): Promise<void> {
  const undo = bindAll(models, target);
  try {
    for (const model of classes as readonly { customInit?: unknown }[]) {
      if (typeof model.customInit === "function") await model.customInit();
    }
  } catch (error) {
    undo();
    throw error;
  }
}
