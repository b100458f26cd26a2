import type { Database } from "../../src/client/database.ts";
import { kindOf, placeDifference } from "../../src/collections/place-difference.ts";
import { checkPlace } from "../../src/collections/prepare-places.ts";
import { type StoredCollection, storedCollections } from "../../src/collections/stored-collections.ts";
import { differenceOf } from "../../src/indexes/change-indexes.ts";
import { declaredIndexes } from "../../src/indexes/declared-indexes.ts";
import { type ModelClassLike, modelOf, type ModelRuntime } from "../../src/schema/model.ts";
import { importModels, indexOwners } from "../project-models.ts";
import { ANSWER_WITHIN_MS } from "./ask.ts";
import { failure, type Finding, notChecked, ok, warning } from "./finding.ts";

/** The classes of the modules, or why there are none. */
export interface Loaded {
  readonly classes: readonly ModelClassLike[];
  readonly finding: Finding;
}

/**
 * Imports the modules one after another, so that it is known which one fails, and looks at what the classes declare.
 *
 * @param limit milliseconds for each: a module may wait for what never comes
 */
export async function loadClasses(paths: readonly string[], limit: number): Promise<Loaded> {
  const classes = new Set<ModelClassLike>();
  for (const path of paths) {
    try {
      for (const one of await within(limit, importModels([path]))) classes.add(one);
    } catch (error) {
      return { classes: [], finding: notLoaded(path, error as Error) };
    }
  }
  for (const one of classes) {
    try {
      checkDeclaration(modelOf(one));
    } catch (error) {
      const message = `${one.name} can not be bound: ${(error as Error).message}`;
      return { classes: [], finding: failure(message, "correct the declaration as the message says") };
    }
  }
  const names = [...classes].map(({ name }) => name);
  return { classes: [...classes], finding: ok(names.join(", "), { models: names }) };
}

function notLoaded(path: string, error: Error): Finding {
  if (/gave no class/.test(error.message)) {
    return failure(
      `${path} exports no class of this copy of Haricot`,
      "export the classes; where there are some, run the haricot that is installed in the project (bun run haricot), since classes of another copy are not known to this one",
    );
  }
  return failure(`${path} can not be imported: ${error.message}`, "correct the module, or the path in --models");
}

function checkDeclaration(model: ModelRuntime): void {
  void model.plan;
  checkPlace(model);
  if (!model.isView) declaredIndexes(model);
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it was not ready after ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What the database has for the classes. */
export function collectionsFor(
  models: readonly ModelRuntime[],
  database: Database,
  signal: AbortSignal,
): Promise<Map<string, StoredCollection>> {
  return storedCollections(database, [...new Set(models.map(({ collection }) => collection))], signal);
}

/** Whether collections, views and time series are what the models declare. */
export function checkCollections(
  models: readonly ModelRuntime[],
  stored: ReadonlyMap<string, StoredCollection>,
): Finding {
  const wrong: string[] = [];
  const different: string[] = [];
  const absent: string[] = [];
  for (const model of models) {
    const found = stored.get(model.collection);
    const label = `${model.name} (${model.collection})`;
    if (found === undefined) {
      if (kindOf(model) !== "collection") absent.push(`${label} is not there`);
      continue;
    }
    const difference = placeDifference(model, found);
    if (difference?.what === "kind") {
      wrong.push(`${label} is declared as a ${difference.declared}, and stored as a ${difference.stored}`);
    } else if (difference !== undefined) {
      different.push(`${label} is stored with other options: ${difference.names.join(", ")}`);
    }
  }
  const details = { collections: Object.fromEntries(models.map(({ name, collection }) => [name, collection])) };
  if (wrong.length > 0) {
    return failure(
      [...wrong, ...different, ...absent].join("; "),
      "give the class another settings.name, or copy the documents into a collection of the right kind",
      details,
    );
  }
  if (different.length + absent.length > 0) {
    return warning(
      [...different, ...absent].join("; "),
      "init creates what is not there, and with recreateViews: true it gives views what is declared; collMod changes granularity and expireAfterSeconds of time series",
      details,
    );
  }
  return ok("as the models declare them", details);
}

/** Whether the indexes are those that the models declare. */
export async function checkIndexes(
  models: readonly ModelRuntime[],
  database: Database,
  signal: AbortSignal,
): Promise<Finding> {
  const differences: ({ model: string } & Record<"missing" | "conflicting" | "undeclared", string[]>)[] = [];
  for (const { owner, sharing } of indexOwners(models)) {
    const place = { database, collection: owner.collection };
    const { create, conflict, drop } = await differenceOf(
      owner,
      place,
      { signal, timeoutMS: ANSWER_WITHIN_MS },
      sharing,
    );
    differences.push({
      model: owner.name,
      missing: create.map(({ name }) => name),
      conflicting: conflict.map(({ declared }) => declared.name),
      undeclared: drop.map(({ name }) => name),
    });
  }
  const text = (key: "missing" | "conflicting" | "undeclared") =>
    differences.filter((one) => one[key].length > 0).map((one) => `${one.model}: ${one[key].join(", ")}`).join("; ");
  const [missing, conflicting, undeclared] = [text("missing"), text("conflicting"), text("undeclared")];
  const details = { differences };
  if (conflicting !== "") {
    return failure(
      `others by the same name or keys are there, with which init fails: ${conflicting}${
        missing === "" ? "" : `; missing: ${missing}`
      }`,
      "see `haricot indexes diff`; `haricot indexes sync --allow-index-dropping` puts the declared ones in their place",
      details,
    );
  }
  if (missing !== "") {
    return warning(`missing: ${missing}`, "init creates them, and so does `haricot indexes sync`", details);
  }
  return ok(undeclared === "" ? "as the models declare them" : `all that are declared; others: ${undeclared}`, details);
}

/** That a check needs what is not there. */
export function withoutModels(loaded: Loaded | undefined): Finding {
  return loaded === undefined
    ? notChecked("no models are named", "give --models ./models.ts, HARICOT_MODELS, or `models` in haricot.config.ts")
    : notChecked("the models can not be loaded");
}
