import { Link } from "../relations/link.ts";
import { type LinkPlace, replaceAt } from "../relations/link-places.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { FoundDocuments } from "./found-documents.ts";

/** Puts documents that were fetched in the place of a document's links; what was not found stays a link. */
export function placeDocuments(
  holder: object,
  place: LinkPlace,
  found: FoundDocuments,
  target: ModelRuntime,
): void {
  const { link, steps } = place;
  const held = holder as Record<string, unknown>;
  if (link.direction === "back") {
    const linking = found.linkingTo(held.id, target, link.field);
    held[steps[0]!.property] = link.single ? linking[0] ?? null : linking;
    return;
  }
  const documentOr = (value: unknown): unknown => value instanceof Link ? found.get(value.id) ?? value : value;
  const [{ property, spread }] = steps as [LinkPlace["steps"][number]];
  const value = held[property];
  if (steps.length > 1 || spread.length > 1) replaceAt(holder, place, documentOr);
  else if (spread.length === 0) {
    if (value instanceof Link) held[property] = documentOr(value);
  } else if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) value[at] = documentOr(value[at]);
  } else replaceAt(holder, place, documentOr);
}
