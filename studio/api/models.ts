import { runDocument } from "../../src/client/run.ts";
import { ServerError } from "../../src/errors/server-error.ts";
import type { ModelRuntime } from "../../src/schema/model.ts";
import type { Registry } from "../registry.ts";
import { describeModel, type ModelDescription } from "./describe.ts";

/** A model with how many documents its collection has. */
export interface ListedModel extends ModelDescription {
  /** By the collection's own count, which costs nothing; of views, and of classes that share a collection with others, null. */
  readonly count: number | null;
}

export async function listModels(registry: Registry, signal: AbortSignal): Promise<ListedModel[]> {
  return await Promise.all(registry.all.map(async ([name, model]) => ({
    ...describeModel(name, model, registry),
    count: await countOf(model, signal),
  })));
}

async function countOf(model: ModelRuntime, signal: AbortSignal): Promise<number | null> {
  const isShared = model.family !== undefined && model.family.owner !== model;
  if (model.isView || isShared || model.settings.timeseries !== undefined) return null;
  const { database, collection } = model.binding();
  try {
    const { n } = await runDocument({ database, command: { count: collection }, signal });
    return Number(n);
  } catch (error) {
    // Somebody who may not count may still look.
    if (error instanceof ServerError) return null;
    throw error;
  }
}
