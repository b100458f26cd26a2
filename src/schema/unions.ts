import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { ModelClassLike, ModelRuntime } from "./model.ts";

/** What `UnionDoc(members)` was given, and the class that extends it. */
export interface UnionDeclaration {
  readonly members: readonly ModelClassLike[];
  /** Undefined until the class was first used. */
  model: ModelRuntime | undefined;
}

const declarations = new WeakMap<ModelClassLike, UnionDeclaration[]>();

/** Notes that classes are members of a union. */
export function declareUnion(members: readonly ModelClassLike[]): UnionDeclaration {
  const declaration: UnionDeclaration = { members, model: undefined };
  for (const member of members) {
    const known = declarations.get(member);
    if (known === undefined) declarations.set(member, [declaration]);
    else known.push(declaration);
  }
  return declaration;
}

/** The unions that name a class. */
export function unionsOf(member: ModelClassLike): readonly UnionDeclaration[] {
  return declarations.get(member) ?? [];
}

/**
 * The class that extends a union is known: from now on its members are stored in its collection.
 *
 * @throws {InvalidArgument} for a second class of one union, and for members that are stored elsewhere already
 */
export function unite(declaration: UnionDeclaration, union: ModelRuntime, members: readonly ModelRuntime[]): void {
  if (declaration.model !== undefined) {
    throw new InvalidArgument(
      `${union.name} and ${declaration.model.name} extend the same UnionDoc(...), whose members are stored in one collection: make a UnionDoc of its own.`,
      { code: "settings.invalid", model: union.name },
    );
  }
  const bound = members.find((member) => member.bound !== undefined);
  if (bound !== undefined) {
    throw new InvalidArgument(
      `${union.name}: its member ${bound.name} was initialised before the union was declared, with a collection of its own. Import the union first.`,
      { code: "init.options", model: union.name },
    );
  }
  declaration.model = union;
  for (const member of members) member.join();
}
