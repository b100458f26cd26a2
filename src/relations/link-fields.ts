import type { LinkField } from "../types/links.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { linkPlaces } from "./link-places.ts";

/** All links of a model, at any depth. */
export function linkFields(model: ModelRuntime): LinkField[] {
  return linkPlaces(model).map(({ path, link, steps }) => ({
    path,
    direction: link.direction,
    target: link.target(),
    isList: link.direction === "back" ? !link.single : steps.some(({ spread }) => spread.length > 0),
  }));
}
