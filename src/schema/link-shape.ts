import type { FieldShape, ValueShape } from "./compiler.ts";
import type { LinkDefinition } from "./link-definition.ts";

/** The value of a link: the reference, and below it the fields of the documents that it leads to. */
export function linkShape(link: LinkDefinition): ValueShape {
  let fields: readonly FieldShape[] | undefined;
  const below = (): readonly FieldShape[] => fields ??= link.fields();
  // What links back is found, not stored.
  const nothing = (): undefined => undefined;
  if (link.direction === "back") {
    return { value: { kind: "any", nullable: true, decode: nothing, encode: nothing }, fields: below, link };
  }
  const { decode, encode } = link;
  return { value: { kind: "any", decode: decode.bind(link), encode: encode.bind(link) }, fields: below, link };
}
