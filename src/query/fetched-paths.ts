import type { FieldScope } from "../expression/field-scope.ts";
import { isPlainObject, setOwn } from "../expression/plain-object.ts";
import type { SentFilter } from "../expression/predicate.ts";
import type { FieldNode } from "../schema/field.ts";

/** Conditions that are lists of filters. */
const JUNCTIONS: ReadonlySet<string> = new Set(["$and", "$or", "$nor"]);

/**
 * A filter that was written with the fields of a model, `Post.author.id.eq(id)`, for rows in which linked documents stand in the places of references: what
 * it compares with the reference's id is compared with that of the document.
 */
export function inFetched(scope: FieldScope, filter: SentFilter): SentFilter {
  const made: Record<string, unknown> = {};
  for (const [key, condition] of Object.entries(filter)) {
    if (JUNCTIONS.has(key) && Array.isArray(condition)) {
      setOwn(made, key, condition.map((one) => inFetched(scope, one)));
    } else if (key.startsWith("$")) setOwn(made, key, condition);
    else setOwn(made, asksForPresence(condition) ? key : fetchedPath(scope, key), condition);
  }
  return made;
}

/** The path of the id of a fetched document, for that of its reference; any other path as it is. */
export function fetchedPath(scope: FieldScope, path: string): string {
  const steps = path.split(".");
  let node = scope.fields().find(({ stored }) => stored === steps[0]);
  for (let at = 1; node !== undefined; at++) {
    while (node.link === undefined && (node.value.kind === "array" || node.value.kind === "record")) {
      if (node.value.kind === "record" || /^\d+$/.test(steps[at] ?? "")) at++;
      node = node.element() as FieldNode;
    }
    const step = steps[at];
    const isFetched = node.link?.direction === "forward" && node.child("id")?.stored === "_id";
    if (isFetched && step === "$id" && at === steps.length - 1) return [...steps.slice(0, at), "_id"].join(".");
    if (step === undefined) return isFetched && isStoredAsId(node) ? `${path}._id` : path;
    node = node.children().find(({ stored }) => stored === step);
  }
  return path;
}

function isStoredAsId({ link }: FieldNode): boolean {
  return link?.direction === "forward" && link.store === "id";
}

/** Whether there is something in the field, and of what type, is asked of what stands there. */
function asksForPresence(condition: unknown): boolean {
  return isPlainObject(condition) && ("$exists" in condition || "$type" in condition);
}
