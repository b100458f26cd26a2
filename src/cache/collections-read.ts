import { isPlainObject } from "../expression/plain-object.ts";
import { withSources } from "./views.ts";

/** Names of the collections that a `find` or `aggregate` command reads: its own, those that its stages join, and what views among them read. */
export function collectionsRead(
  database: string,
  command: Readonly<Record<string, unknown>>,
): ReadonlySet<string> {
  const name = String(command.find ?? command.aggregate);
  return withSources(database, collectionsOf(name, command.pipeline));
}

/** Names of the collections that a pipeline on a collection reads. */
export function collectionsOf(name: string, pipeline: unknown): Set<string> {
  const found = new Set([name]);
  if (pipeline !== undefined) collect(pipeline, found);
  return found;
}

/** Stages stand in pipelines, and pipelines in stages. */
function collect(pipeline: unknown, found: Set<string>): void {
  if (!Array.isArray(pipeline)) return;
  for (const stage of pipeline) {
    if (!isPlainObject(stage)) continue;
    for (const [name, value] of Object.entries(stage)) {
      if (name === "$unionWith" && typeof value === "string") found.add(value);
      if (!isPlainObject(value)) continue;
      if (name === "$facet") Object.values(value).forEach((branch) => collect(branch, found));
      const from = value.from ?? value.coll;
      if (typeof from === "string" && JOINING.has(name)) found.add(from);
      if (JOINING.has(name)) collect(value.pipeline, found);
    }
  }
}

const JOINING: ReadonlySet<string> = new Set(["$lookup", "$graphLookup", "$unionWith"]);
