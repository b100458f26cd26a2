import type { FieldNode } from "../schema/field.ts";
import type { LinkDefinition } from "../schema/link-definition.ts";
import type { ModelRuntime } from "../schema/model.ts";

/** One step from a document towards a link. */
export interface LinkStep {
  readonly property: string;
  /** Name in storage. */
  readonly stored: string;
  /** The lists and records that are stacked there, whose entries are meant. */
  readonly spread: readonly ("array" | "record")[];
}

/** Where a model has links: a field, or the entries of lists and records on the way to it. */
export interface LinkPlace {
  /** The field's name in the model, with dots: `"address.country"`. */
  readonly path: string;
  readonly node: FieldNode;
  readonly link: LinkDefinition;
  readonly steps: readonly LinkStep[];
}

const known = new WeakMap<ModelRuntime, readonly LinkPlace[]>();

/** All links of a model, at any depth. A schema that contains itself is followed once. */
export function linkPlaces(model: ModelRuntime): readonly LinkPlace[] {
  let places = known.get(model);
  if (places === undefined) {
    const found: LinkPlace[] = [];
    for (const field of model.fields()) collect(field, [stepTo(field)], [], found);
    known.set(model, places = found);
  }
  return places;
}

function collect(node: FieldNode, steps: readonly LinkStep[], above: readonly unknown[], found: LinkPlace[]): void {
  if (node.link !== undefined) {
    found.push({ path: steps.map(({ property }) => property).join("."), node, link: node.link, steps });
    return;
  }
  const { kind } = node.value;
  if (kind === "array" || kind === "record") {
    const last = steps.at(-1)!;
    const spread: LinkStep = { ...last, spread: [...last.spread, kind] };
    collect(node.element() as FieldNode, [...steps.slice(0, -1), spread], above, found);
    return;
  }
  if (above.includes(node.schema)) return;
  for (const child of node.children()) {
    collect(child, [...steps, stepTo(child)], [...above, node.schema], found);
  }
}

function stepTo({ property, stored }: FieldNode): LinkStep {
  return { property, stored, spread: [] };
}

/** Puts what `change` gives in the place of everything that a document holds at a place; undefined and null are passed over. */
export function replaceAt(document: object, { steps }: LinkPlace, change: (value: unknown) => unknown): void {
  descend(document as Record<string, unknown>, steps, 0, change);
}

/** Everything that a document holds at a place. */
export function valuesAt(document: object, place: LinkPlace): unknown[] {
  const values: unknown[] = [];
  replaceAt(document, place, (value) => {
    values.push(value);
    return value;
  });
  return values;
}

function descend(
  holder: Record<string, unknown>,
  steps: readonly LinkStep[],
  at: number,
  change: (value: unknown) => unknown,
): void {
  const { property, spread } = steps[at]!;
  const value = holder[property];
  if (value === undefined || value === null) return;
  const changed = visit(value, spread, 0, steps, at, change);
  if (changed !== value) holder[property] = changed;
}

/** What takes the place of a value below `level` lists and records. */
function visit(
  value: unknown,
  spread: LinkStep["spread"],
  level: number,
  steps: readonly LinkStep[],
  at: number,
  change: (value: unknown) => unknown,
): unknown {
  if (value === undefined || value === null) return value;
  if (level < spread.length) {
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        const entry: unknown = value[index];
        const changed = visit(entry, spread, level + 1, steps, at, change);
        if (changed !== entry) value[index] = changed;
      }
      return value;
    }
    const entries = value as Record<string, unknown>;
    for (const key of Object.keys(entries)) {
      const changed = visit(entries[key], spread, level + 1, steps, at, change);
      if (changed !== entries[key]) entries[key] = changed;
    }
    return value;
  }
  if (at === steps.length - 1) return change(value);
  if (typeof value === "object") descend(value as Record<string, unknown>, steps, at + 1, change);
  return value;
}
