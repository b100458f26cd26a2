import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { loadModels } from "../src/document/load-models.ts";
import type { ModelClassLike } from "../src/schema/model.ts";
import { UsageError } from "./exit-codes.ts";

/** The classes that the user's modules export. @throws {UsageError} when none were named */
export async function loadClasses(modules: string | readonly string[] | undefined): Promise<ModelClassLike[]> {
  if (modules === undefined || modules.length === 0) {
    throw new UsageError(
      "the models are missing: --models ./models.ts, HARICOT_MODELS, or `models` in haricot.config.ts",
    );
  }
  const paths = typeof modules === "string" ? [modules] : modules;
  return await loadModels(paths.map((path) => () => import(pathToFileURL(resolve(path)).href)));
}
