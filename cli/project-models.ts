import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { loadModels } from "../src/document/load-models.ts";
import type { ModelClassLike, ModelRuntime } from "../src/schema/model.ts";
import { UsageError } from "./exit-codes.ts";

/** The modules of a setting, which may be one. */
export function modulesOf(models: string | readonly string[] | undefined): readonly string[] {
  return models === undefined ? [] : typeof models === "string" ? [models] : models;
}

/** The classes that modules export, by paths from the working directory. @throws what the modules throw, and {@link InvalidArgument} for one without any */
export function importModels(paths: readonly string[]): Promise<ModelClassLike[]> {
  return loadModels(paths.map((path) => () => import(pathToFileURL(resolve(path)).href)));
}

/** The classes of a setting without which a command can do nothing. @throws {UsageError} when no modules were named */
export async function requiredModels(models: string | readonly string[] | undefined): Promise<ModelClassLike[]> {
  const modules = modulesOf(models);
  if (modules.length > 0) return await importModels(modules);
  throw new UsageError(
    "the models are missing: --models ./models.ts, HARICOT_MODELS, or `models` in haricot.config.ts",
  );
}

/** Models with indexes of their own, each with the classes that share its collection; views have none. */
export function indexOwners(models: readonly ModelRuntime[]): { owner: ModelRuntime; sharing: ModelRuntime[] }[] {
  const owners = new Set(models.filter(({ isView }) => !isView).map((model) => model.family?.owner ?? model));
  return [...owners].map((owner) => ({ owner, sharing: models.filter((other) => other.family?.owner === owner) }));
}
