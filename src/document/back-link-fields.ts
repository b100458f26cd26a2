import { BackLink } from "../relations/back-link.ts";
import { declaredLink } from "../schema/metadata.ts";
import type { ModelClassLike } from "../schema/model.ts";
import type { ModelShape } from "../schema/shape.ts";
import type { AnySchema } from "../schema/zod.ts";

/**
 * Gives the class an accessor for each field that is a back link: until its documents are fetched it holds a {@link BackLink}. No document pays for
 * those that it has and nobody reads.
 */
export function defineBackLinks(model: ModelClassLike, shape: ModelShape): void {
  for (const name of shape.names) {
    const link = declaredLink(shape.schemas[name] as AnySchema);
    if (link?.direction !== "back") continue;
    Object.defineProperty(model.prototype, name, {
      configurable: true,
      get(this: object): BackLink {
        return new BackLink(this, name, link);
      },
      set(this: object, value: unknown) {
        if (value === undefined) return;
        Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
      },
    });
  }
}
