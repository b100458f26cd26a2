import type { KnownNames } from "./kept-fields.ts";
import { setOwn } from "./own-property.ts";
import type { WriteContext } from "./write-context.ts";
import { writeMembers } from "./write-tagged.ts";

/** Writes the own members of an object that are not fields of its plan; returns their number. */
export function writeKept(context: WriteContext, object: object, names: KnownNames, depth: number): number {
  for (const key of Object.keys(object)) {
    if (names.stored.has(key) && !names.properties.has(key)) {
      context.path[depth] = key;
      context.refuse(depth, "no property of this name, because a field of the model is stored under it", "one");
    }
  }
  return writeMembers(context, names.encode === undefined ? object : encoded(object, names), depth, names.properties);
}

function encoded(object: object, { properties, encode }: KnownNames): object {
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(object)) {
    if (!properties.has(key)) setOwn(kept, key, encode?.((object as Record<string, unknown>)[key]));
  }
  return kept;
}
