import type { ModelRuntime } from "../schema/model.ts";
import type { Show } from "../values/inspect.ts";
import { toJson } from "./json.ts";

/** The model's fields, and the unknown ones that it keeps, as JSON takes them. */
export function jsonOf(instance: object, model: ModelRuntime): Record<string, unknown> {
  const held = instance as Record<string, unknown>;
  const names = model.settings.unknownFields === "keep"
    ? [...model.shape.names, ...Object.keys(held).filter((name) => !model.shape.names.includes(name))]
    : model.shape.names;
  const result: Record<string, unknown> = {};
  for (const name of names) {
    const value = toJson(held[name]);
    if (value !== undefined) result[name === "id" ? model.settings.jsonId : name] = value;
  }
  return result;
}

/** How `console.log` shows an instance: the name of its class, and what it holds. */
export function inspectFields(
  instance: object,
  first: object,
  depth: number,
  options: object,
  show?: Show,
): string {
  const name = instance.constructor.name || "Document";
  if (depth < 0 || show === undefined) return `[${name}]`;
  return `${name} ${show({ ...first, ...instance }, options)}`;
}
