import type { ModelRuntime } from "../schema/model.ts";
import { Link } from "./link.ts";
import { linkPlaces, replaceAt } from "./link-places.ts";

/** Lets the links of documents of a model that is bound elsewhere lead to documents there. */
export function bindLinks(model: ModelRuntime, documents: readonly object[]): void {
  const places = linkPlaces(model).filter(({ link }) => link.direction === "forward");
  if (places.length === 0) return;
  const { database } = model.binding();
  for (const document of documents) {
    for (const place of places) {
      replaceAt(document, place, (value) => value instanceof Link ? value.at(database) : value);
    }
  }
}
