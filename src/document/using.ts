import type { Client } from "../client/client.ts";
import { rememberSources } from "../collections/view-sources.ts";
import { Database } from "../client/database.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { type ModelClassLike, modelOf, shareModel } from "../schema/model.ts";
import { describeValue } from "../transfer/describe-value.ts";

/** A class at another place is forgotten when nobody holds it or an instance of it: there may be as many as a service has tenants. */
type Places = Map<string, WeakRef<ModelClassLike>>;

const places = new WeakMap<ModelClassLike, WeakMap<Client, Places>>();
const origins = new WeakMap<ModelClassLike, ModelClassLike>();

const forgotten = new FinalizationRegistry<{ known: Places; name: string }>(({ known, name }) => {
  if (known.get(name)?.deref() === undefined) known.delete(name);
});

/** The class that was written, of one that {@link boundClass} made; any other class as it is. */
export function originOf(model: ModelClassLike): ModelClassLike {
  return origins.get(model) ?? model;
}

/**
 * The same class bound to another database: a subclass without anything of its own, made once for each database.
 *
 * @param database a database, or the name of one of the deployment that the class is bound to
 * @throws {InvalidArgument} for another value
 * @throws {CollectionWasNotInitialized} for a name while the class is not bound
 */
export function boundClass(model: ModelClassLike, database: unknown): ModelClassLike {
  const target = databaseOf(model, database);
  const origin = originOf(model);
  const known = placesOf(origin, target.client);
  return known.get(target.name)?.deref() ?? makeClass(origin, target, known);
}

function databaseOf(model: ModelClassLike, database: unknown): Database {
  if (database instanceof Database) return database;
  if (typeof database === "string" && database !== "") {
    return modelOf(model).binding().database.client.database(database);
  }
  const { name } = modelOf(model);
  throw new InvalidArgument(
    `${name}.using(...) takes a database, or the name of one: ${name}.using("tenant_7"), ${name}.using(client.database("tenant_7")); found ${
      describeValue(database)
    }.`,
    { code: "argument.database", model: name },
  );
}

function placesOf(origin: ModelClassLike, client: Client): Places {
  let byClient = places.get(origin);
  if (byClient === undefined) places.set(origin, byClient = new WeakMap());
  let known = byClient.get(client);
  if (known === undefined) byClient.set(client, known = new Map());
  return known;
}

function makeClass(origin: ModelClassLike, database: Database, known: Places): ModelClassLike {
  const parent = origin as new (...input: unknown[]) => object;
  const made = class extends parent {
    /** Documents of the class count, wherever they are bound: writing them through this class takes them over. */
    static override [Symbol.hasInstance](value: unknown): boolean {
      return value instanceof origin;
    }
  };
  Object.defineProperty(made, "name", { value: origin.name });
  const runtime = shareModel(made, modelOf(origin));
  runtime.bind({ database, collection: runtime.collection });
  if (runtime.isView) rememberSources(runtime, database.name);
  runtime.adopt = (document) => adopt(document, database);
  origins.set(made, origin);
  known.set(database.name, new WeakRef(made));
  forgotten.register(made, { known, name: database.name });
  return made;
}

/** Binds an instance to another database, as if its class at that place had made it. */
function adopt(document: object, database: Database): void {
  const { prototype } = boundClass(document.constructor as ModelClassLike, database);
  if (Object.getPrototypeOf(document) !== prototype) Object.setPrototypeOf(document, prototype);
}
