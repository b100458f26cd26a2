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
