import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { FieldNode } from "../schema/field.ts";
import type { ModelRuntime } from "../schema/model.ts";

/** The stored path of the id that a link field holds, for filters and indexes; of a list of links that of its elements. */
export function linkPath(model: ModelRuntime, field: string): string {
  return idPath(linkNode(model, field));
}

/** The same of a link's node. */
export function idPath(node: FieldNode): string {
  return (node.child("id") as FieldNode).path;
}

/** @throws {InvalidArgument} when the model has no link of that name */
function linkNode(model: ModelRuntime, field: string): FieldNode {
  const node = model.field(field);
  const link = node && forwardLink(node);
  if (link !== undefined) return link;
  throw new InvalidArgument(
    `${model.name} has no link "${field}": a back link names the field on the other side that leads here.`,
    {
      code: "schema.unsupported",
      path: field,
    },
  );
}

/** A field that is a link, or a list of links. */
function forwardLink(node: FieldNode): FieldNode | undefined {
  if (node.link?.direction === "forward") return node;
  return node.element()?.link?.direction === "forward" ? node.element() : undefined;
}
