import { isPlainObject } from "../expression/plain-object.ts";

/** Names of the collections that a `find` or `aggregate` command reads: its own, and those that its stages join. */
export function collectionsRead(command: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const found = new Set([String(command.find ?? command.aggregate)]);
  if (command.pipeline !== undefined) collect(command.pipeline, found);
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
