import type { ModelRuntime } from "../schema/model.ts";
import type { Show } from "../values/inspect.ts";
import { toJson } from "./json.ts";

/** The instances that are being written, from the outermost in: fetched links may lead back to one of them. */
const open: object[] = [];

/**
 * The model's fields, and the unknown ones that it keeps, as JSON takes them; of codecs the encoded side. A document inside of itself is
 * written as a link is: its id and its collection.
 *
 * @throws {ValidationError} when a codec can not encode what its field holds
 */
export function jsonOf(instance: object, model: ModelRuntime): Record<string, unknown> {
  const held = instance as Record<string, unknown>;
  if (open.includes(instance)) return { id: toJson(held.id, `${model.name}.id`), collection: model.collection };
  open.push(instance);
  try {
    return fieldsOf(held, model);
  } finally {
    open.pop();
  }
}

function fieldsOf(held: Record<string, unknown>, model: ModelRuntime): Record<string, unknown> {
  const { jsonId } = model.settings;
  const { jsonEncoders } = model;
  const result: Record<string, unknown> = {};
  for (const name of namesOf(held, model)) {
    const encode = jsonEncoders.get(name);
    const given = held[name];
    const value = toJson(
      encode === undefined || given === undefined ? given : encode(given, name),
      `${model.name}.${name}`,
    );
    if (value !== undefined) result[name === "id" ? jsonId : name] = value;
  }
  return result;
}

function namesOf(held: Record<string, unknown>, { settings, shape }: ModelRuntime): readonly string[] {
  if (settings.unknownFields !== "keep") return shape.names;
  return [...shape.names, ...Object.keys(held).filter((name) => !shape.names.includes(name))];
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
