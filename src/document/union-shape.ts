import { z } from "zod";
import { alias } from "../schema/metadata.ts";
import { type ModelClassLike, modelOf, type ModelRuntime } from "../schema/model.ts";
import { ModelShape } from "../schema/shape.ts";
import type { AnySchema } from "../schema/zod.ts";
import type { Shape } from "../types/shape.ts";

/**
 * The fields of all members, for criteria of a union: of a name that several members have, whatever one of them allows. They are looked at when
 * they are first used.
 */
export function unionShape(members: readonly ModelClassLike[]): ModelShape {
  const models = members.map(modelOf);
  const given: Shape = {};
  for (const name of new Set(models.flatMap(({ shape }) => [...shape.names]))) {
    Object.defineProperty(given, name, { enumerable: true, get: () => schemaOf(models, name) });
  }
  return new ModelShape(given, true, () => false);
}

function schemaOf(models: readonly ModelRuntime[], name: string): AnySchema {
  const having = models.filter(({ shape }) => shape.names.includes(name));
  const [first, ...others] = having.map((model) => model.field(name)!);
  const schemas = having.map(({ shape }) => shape.schemas[name] as AnySchema);
  const isSame = others.every((node) => node.stored === first!.stored && node.value.kind === first!.value.kind);
  if (isSame) return schemas[0]!;
  const union = z.union(schemas as [z.ZodType, ...z.ZodType[]]);
  return name === "id" ? union : alias(union, first!.stored);
}
