import { Link } from "../relations/link.ts";
import { linkPlaces, replaceAt, valuesAt } from "../relations/link-places.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { IdMap } from "../values/id-map.ts";
import type { DocumentState } from "./state.ts";

/** Puts the stored fields of a document, read into a plain object, in the place of those that the instance has. */
export function takeOver(document: DocumentState, values: Record<string, unknown>, model: ModelRuntime): void {
  const held = document as unknown as Record<string, unknown>;
  keepFetched(document, values, model);
  for (const name of model.shape.names) {
    if (name === "id" || model.field(name)?.isExcluded === true) continue;
    if (Object.hasOwn(values, name)) held[name] = values[name];
    else delete held[name];
  }
  if (model.settings.unknownFields !== "keep") return;
  for (const name of Object.keys(values)) {
    if (model.shape.names.includes(name) || name === "revisionId") continue;
    Object.defineProperty(held, name, { value: values[name], writable: true, enumerable: true, configurable: true });
  }
}

/** Documents that were fetched stay where the reference to them did not change. */
function keepFetched(document: DocumentState, values: object, model: ModelRuntime): void {
  for (const place of linkPlaces(model)) {
    if (place.link.direction === "back") continue;
    const fetched = valuesAt(document, place).filter((value) => !(value instanceof Link)) as { id: unknown }[];
    if (fetched.length === 0) continue;
    const byId = new IdMap(fetched.map((one) => [one.id, one]));
    replaceAt(values, place, (value) => value instanceof Link ? byId.get(value.id) ?? value : value);
  }
}
