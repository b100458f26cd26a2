import { z } from "zod";
import { type AnySchema, definition, lazyTarget } from "./zod.ts";

/** What an absent stored field means: an error, a value that stays `undefined`, or a value made anew for each document. */
export type Missing = "required" | "absent" | { readonly make: () => unknown };

/** Applies Zod's own rules for a missing key, without running the user's default functions at compile time. */
export function missing(schema: AnySchema): Missing {
  const def = definition(schema);
  switch (def.type) {
    case "optional": {
      const inner = missing(def.innerType);
      return inner === "required" ? "absent" : inner;
    }
    case "default":
      return { make: () => def.defaultValue };
    case "prefault":
    case "catch":
      return parsed(schema);
    case "nonoptional": {
      const inner = missing(def.innerType);
      return inner === "absent" ? "required" : inner;
    }
    case "nullable":
    case "readonly":
      return missing(def.innerType);
    case "lazy":
      return missing(lazyTarget(schema));
    case "pipe":
      if (definition(def.in).type === "transform") return missing(def.out);
      return missing(def.in) === "required" ? "required" : parsed(schema);
    case "any":
    case "unknown":
      return "absent";
    case "union":
      return def.options.some((option) => missing(option) === "absent") ? "absent" : "required";
    case "undefined":
    case "void":
      return "absent";
    case "transform":
      return "absent";
    case "custom":
      return z.safeParse(schema, undefined).success ? "absent" : "required";
    default:
      return "required";
  }
}

function parsed(schema: AnySchema): Missing {
  return { make: () => z.parse(schema, undefined) };
}
