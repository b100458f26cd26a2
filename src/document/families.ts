import { notice } from "../errors/notice.ts";
import type { Family } from "../schema/family.ts";
import type { ModelClassLike, ModelRuntime } from "../schema/model.ts";
import { UnionDocNotInited } from "../errors/union-doc-not-inited.ts";
import { unionsOf } from "../schema/unions.ts";
import { isBoundAt } from "./bindings.ts";
import { invalidInit, type Target } from "./init-options.ts";

/** Classes in trees with the parents that they need: those share the collection, and are bound where the children are. */
export function withParents(
  classes: readonly ModelClassLike[],
  modelOf: (type: ModelClassLike) => ModelRuntime,
): ModelClassLike[] {
  const all = new Set<ModelClassLike>();
  for (const type of classes) {
    for (const parent of parentsInTree(modelOf(type))) if (parent.bound === undefined) all.add(parent.documentClass);
    all.add(type);
  }
  return [...all];
}

/**
 * @throws {UnionDocNotInited} for a member whose union is not bound to the same database
 * @throws {InvalidArgument} for a member of two unions
 */
export function checkUnions(models: readonly ModelRuntime[], target: Target): void {
  for (const model of models) {
    const unions = unionsOf(model.documentClass);
    if (unions.length === 0) continue;
    const names = unions.map((union) => union.model?.name ?? "a UnionDoc([...])").join(" and ");
    if (unions.length > 1) {
      throw invalidInit(
        `${model.name} is a member of ${names}: its documents are in one collection, so it can be in one union`,
      );
    }
    const union = unions[0]!.model;
    if (union === undefined || !(models.includes(union) || isBoundAt(union, target))) {
      throw new UnionDocNotInited(model.name, union?.name);
    }
  }
}

/** @throws {InvalidArgument} for a child whose parents are bound to another database */
export function checkParents(models: readonly ModelRuntime[], target: Target): void {
  for (const model of models) {
    const elsewhere = parentsInTree(model).find((parent) => !models.includes(parent) && !isBoundAt(parent, target));
    if (elsewhere !== undefined) {
      throw invalidInit(
        `${elsewhere.name} was bound to another database, and ${model.name} is stored in its collection: bind both with one init`,
      );
    }
  }
}

/**
 * @throws {InvalidArgument} for two classes of a tree or union whose documents could not be told apart
 */
export function checkClassIds(models: readonly ModelRuntime[]): void {
  const owners = new Map<Family, Map<string, ModelRuntime>>();
  const present = models.flatMap((model) => model.family === undefined ? [] : [...model.family.bound]);
  for (const model of [...present.filter((other) => !models.includes(other)), ...models]) {
    const { membership } = model;
    if (membership === undefined) continue;
    const { family, value } = membership;
    let known = owners.get(family);
    if (known === undefined) owners.set(family, known = new Map());
    const other = known.get(value) ?? model;
    known.set(value, other);
    if (other === model) continue;
    throw invalidInit(
      `documents of ${other.name} and ${model.name} could not be told apart: "${value}" would stand in "${family.classId}" of both. Give one of ` +
        "them another settings.classIdValue",
    );
  }
}

/** The classes above, up to the root of the tree. */
function parentsInTree(model: ModelRuntime): ModelRuntime[] {
  const parents: ModelRuntime[] = [];
  for (let at = model.parent; at?.family !== undefined && at.family === model.family; at = at.parent) {
    parents.unshift(at);
  }
  return parents;
}

const warned = new WeakSet<ModelRuntime>();

/** What is stored follows from the name of a class; bundlers that shorten names would change it. */
export function warnOfShortNames(models: readonly ModelRuntime[]): void {
  for (const model of models) {
    const { declaresName, className, classIdValue } = model.settings;
    const { family } = model;
    const says = family?.kind === "tree"
      ? classIdValue !== undefined && (declaresName || family.owner !== model)
      : declaresName || classIdValue !== undefined;
    if (says || className.length === 0 || className.length > 2 || warned.has(model)) continue;
    warned.add(model);
    const key = family?.kind === "tree" ? "settings.classIdValue" : "settings.name";
    notice(
      "model.short_name",
      `The class ${className} has a very short name, as bundlers give that minify, and what is stored is named after it. Set ${key}, or let ` +
        "the bundler keep the names of classes.",
    );
  }
}
