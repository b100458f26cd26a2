import { declaredKind } from "./metadata.ts";
import { type AnyCheck, type AnySchema, definition } from "./zod.ts";

/** Rewrites the value (`trim`, `toLowerCase`): applied when a value comes in, never to what is stored. */
export function isOverwrite(check: AnyCheck): boolean {
  return check._zod.def.check === "overwrite";
}

/** A two-way transformation: `z.codec(...)`, `z.stringbool()`. */
export function isCodec(schema: AnySchema): boolean {
  return schema._zod.traits.has("$ZodCodec");
}

/** Does a chain hold a step that can not be run backwards? Members of objects and lists are not part of the chain. */
export function isOneWay(schema: AnySchema): boolean {
  if (declaredKind(schema) !== undefined) return false;
  const def = definition(schema);
  if (def.type === "transform") return true;
  if (def.type === "pipe") return isOneWay(def.in) || isOneWay(def.out);
  return "innerType" in def && isOneWay(def.innerType);
}
