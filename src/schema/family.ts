import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { ModelRuntime } from "./model.ts";
import { DEFAULT_CLASS_ID } from "./settings.ts";
import { unionsOf } from "./unions.ts";

/** Classes whose documents share a collection: those of an inheritance tree, or the members of a union. */
export class Family {
  readonly kind: "tree" | "union";
  /** The root of the tree, or the union: whose collection it is. */
  readonly owner: ModelRuntime;
  readonly #bound = new Set<ModelRuntime>();
  #changes = 0;

  constructor(kind: "tree" | "union", owner: ModelRuntime) {
    this.kind = kind;
    this.owner = owner;
  }

  /** Stored name of the field that tells the classes apart. */
  get classId(): string {
    return this.owner.settings.classId;
  }

  /** The members that are bound somewhere. */
  get bound(): ReadonlySet<ModelRuntime> {
    return this.#bound;
  }

  /** Grows whenever a member is bound or unbound. */
  get changes(): number {
    return this.#changes;
  }

  /** A member was bound, or is not any more. */
  note(member: ModelRuntime, isBound: boolean): void {
    this.#changes++;
    if (isBound) this.#bound.add(member);
    else this.#bound.delete(member);
  }
}

/** That documents of a class are stored among those of other classes. */
export interface Membership {
  readonly family: Family;
  /** What the stored field holds for documents of the class. */
  readonly value: string;
}

/**
 * What a class is in a tree or a union; undefined when it has a collection of its own.
 *
 * @throws {InvalidArgument} for settings that contradict those of the root or the union
 */
export function membershipOf(model: ModelRuntime): Membership | undefined {
  if (!model.isStored) return undefined;
  const parent = model.parent?.membership;
  const isBelow = parent?.family.kind === "tree";
  const union = unionsOf(model.documentClass).find((declaration) => declaration.model !== undefined)?.model;
  if (union !== undefined) return memberOf(union, model, isBelow || model.settings.isRoot);
  if (isBelow) return childOf(parent, model);
  return model.settings.isRoot ? rootOf(model) : undefined;
}

function childOf(parent: Membership, model: ModelRuntime): Membership {
  const { family, value } = parent;
  const { settings } = model;
  const root = family.owner;
  if (settings.isRoot) {
    throw contradiction(model, "isRoot", `it is in the tree of ${root.name} already, and a collection has one root`);
  }
  if (settings.classId !== family.classId) {
    throw contradiction(model, "classId", `${root.name}, its root, says "${family.classId}", which holds for the tree`);
  }
  if (settings.declaresName) {
    throw contradiction(
      model,
      "name",
      `it is stored in "${root.collection}", the collection of ${root.name}, its root`,
    );
  }
  return { family, value: settings.classIdValue ?? `${value}.${classNameOf(model)}` };
}

function rootOf(model: ModelRuntime): Membership {
  return { family: new Family("tree", model), value: model.settings.classIdValue ?? classNameOf(model) };
}

function memberOf(union: ModelRuntime, model: ModelRuntime, isInTree: boolean): Membership {
  const { settings } = model;
  const family = union.family!;
  if (isInTree) {
    throw contradiction(model, "isRoot", `it is a member of ${union.name}, and a collection has one root or one union`);
  }
  if (settings.classId !== DEFAULT_CLASS_ID && settings.classId !== family.classId) {
    throw contradiction(
      model,
      "classId",
      `${union.name}, its union, says "${family.classId}", which holds for all members`,
    );
  }
  const name = settings.declaresName ? settings.name : classNameOf(model);
  return { family, value: settings.classIdValue ?? name };
}

/** @throws {InvalidArgument} for an anonymous class: what is stored would depend on how it is written */
function classNameOf(model: ModelRuntime): string {
  const { className } = model.settings;
  if (className !== "") return className;
  throw contradiction(model, "classIdValue", "a class without a name has to say what is stored for it");
}

function contradiction(model: ModelRuntime, key: string, what: string): InvalidArgument {
  return new InvalidArgument(`${model.name}: settings.${key} can not be used: ${what}.`, {
    code: "settings.invalid",
    path: `settings.${key}`,
    model: model.name,
  });
}
