import { Link } from "../relations/link.ts";
import { type LinkPlace, replaceAt } from "../relations/link-places.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { FoundDocuments } from "./found-documents.ts";

/** Puts documents that were fetched in the place of the links of holders; what was not found stays a link. */
export function placeDocuments(
  holders: readonly object[],
  place: LinkPlace,
  found: FoundDocuments,
  target: ModelRuntime,
): void {
  const { link, steps } = place;
  if (link.direction === "back") {
    const [{ property }] = steps as [LinkPlace["steps"][number]];
    for (const holder of holders as Record<string, unknown>[]) {
      const linking = found.linkingTo(holder.id, target, link.field);
      holder[property] = link.single ? linking[0] ?? null : linking;
    }
    return;
  }
  const documentOr = (value: unknown): unknown => value instanceof Link ? found.get(value.id) ?? value : value;
  for (const holder of holders) replaceAt(holder, place, documentOr);
}
