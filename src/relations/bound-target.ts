import type { Database } from "../client/database.ts";
import type { ModelClassLike } from "../schema/model.ts";

interface Movable {
  using(database: Database): ModelClassLike;
}

/** A class that is linked to, at the place of the document that holds the link. */
export function boundTarget(target: ModelClassLike, database: Database | undefined): ModelClassLike {
  return database === undefined ? target : (target as unknown as Movable).using(database);
}
