import { isDeepStrictEqual } from "node:util";
import type { FieldNode } from "../../schema/field.ts";
import type { ModelRuntime } from "../../schema/model.ts";
import { getOwn } from "../../transfer/own-property.ts";
import { mayBeMissing, type PlanField } from "../../transfer/plan.ts";
import type { Snapshot } from "./copy-rules.ts";
import { isPlain } from "./copy-value.ts";

/** A place where two states of a document differ. */
export interface Difference {
  /** Names of properties, joined with dots. */
  readonly path: string;
  /** Stored names, joined with dots. */
  readonly stored: string;
  /** Undefined for what the model does not declare. */
  readonly node: FieldNode | undefined;
  /** What the later snapshot has; undefined when it was removed. */
  readonly value: unknown;
  /** What the document itself holds there. */
  readonly held: unknown;
  /** Whether the document may lack it. */
  readonly removable: boolean;
  /** False for a field outside of the model whose name would be taken for a path. */
  readonly addressable: boolean;
}

/** An object or record that is not reported as a whole: its own checks still concern the whole. */
export interface Container {
  readonly path: string;
  readonly node: FieldNode;
  readonly held: unknown;
}

/** What is different between two states of a document. */
export interface Differences {
  readonly found: readonly Difference[];
  readonly containers: readonly Container[];
}

/**
 * Compares two snapshots of a document. Objects and records are compared member by member, unless the model says that it wants them whole; lists,
 * and what goes through a codec or a union, are reported as a whole.
 *
 * @param held the document that the later snapshot was taken of
 */
export function differencesOf(model: ModelRuntime, before: Snapshot, after: Snapshot, held: object): Differences {
  const comparison = new Comparison(model.settings.stateManagementReplaceObjects);
  for (const key of keysOf(before, after)) {
    const node = model.field(key);
    const place = {
      path: key,
      stored: node?.stored ?? key,
      node,
      removable: node === undefined || canBeMissing(node),
      addressable: isStep(key),
    };
    comparison.compare(place, getOwn(before, key), getOwn(after, key), getOwn(held, key));
  }
  return comparison;
}

type Place = Pick<Difference, "path" | "stored" | "node" | "removable" | "addressable">;

class Comparison implements Differences {
  readonly found: Difference[] = [];
  readonly containers: Container[] = [];
  readonly #whole: boolean;

  constructor(whole: boolean) {
    this.#whole = whole;
  }

  compare(place: Place, before: unknown, after: unknown, held: unknown): void {
    if (isDeepStrictEqual(before, after)) return;
    const descends = !this.#whole && hasMembers(place.node) && isPlain(before) && isPlain(after);
    if (!descends || !this.#members(place, before, after, held as object)) {
      this.found.push({ ...place, value: after, held });
    }
  }

  /** Compares member by member; false when a member that differs has a name that no path can hold. */
  #members(place: Place, before: Snapshot, after: Snapshot, held: object): boolean {
    const different = keysOf(before, after).filter((key) =>
      !isDeepStrictEqual(getOwn(before, key), getOwn(after, key))
    );
    if (!different.every(isStep)) return false;
    const { node } = place;
    if (node !== undefined) this.containers.push({ path: place.path, node, held });
    for (const key of different) {
      const isEntry = node?.value.kind === "record";
      const member = isEntry ? node.element() : node?.child(key);
      const below = {
        path: `${place.path}.${key}`,
        stored: `${place.stored}.${isEntry ? key : member?.stored ?? key}`,
        node: member,
        removable: isEntry || member === undefined || canBeMissing(member),
        addressable: true,
      };
      this.compare(below, getOwn(before, key), getOwn(after, key), getOwn(held, key));
    }
    return true;
  }
}

/** Whether the members of a value can be stored one by one. */
function hasMembers(node: FieldNode | undefined): boolean {
  if (node === undefined) return true;
  const { kind, decode, encode } = node.value;
  return kind === "object" || kind === "record" || (kind === "any" && decode === undefined && encode === undefined);
}

function canBeMissing(node: FieldNode): boolean {
  return mayBeMissing(node.value as PlanField);
}

/** Whether a key can be a step of a path in an update (MongoDB manual, Field Names). */
function isStep(key: string): boolean {
  return key !== "" && !key.includes(".") && !key.startsWith("$");
}

function keysOf(one: object, other: object): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])];
}
