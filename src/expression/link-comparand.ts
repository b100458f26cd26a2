import type { FieldNode } from "../schema/field.ts";
import { excludedPath } from "./excluded-path.ts";

/** Where a link is compared: at the id that it holds, which an index can be on. */
export interface LinkComparand {
  readonly node: FieldNode;
  /** The path of the id, `path` being that of the link. */
  readonly path: string;
}

/**
 * The id of a link, or of the links of a list, to compare instead of the whole reference.
 *
 * @returns undefined for fields that are no links
 */
export function linkComparand(node: FieldNode | undefined, path: string): LinkComparand | undefined {
  const link = linkOf(node);
  if (link === undefined) return undefined;
  const id = link.child("id") as FieldNode;
  return { node: id, path: id.stored === "" ? path : `${path}.${id.stored}` };
}

/**
 * The stored path of what an index or a sort key on the field is about: of a link the id.
 *
 * @throws {InvalidArgument} for a field that is not stored
 */
export function comparedPath(node: FieldNode | undefined, path: string): string {
  if (node?.isExcluded === true && node.link === undefined) throw excludedPath(path);
  return linkComparand(node, path)?.path ?? path;
}

/** Whether the field is a link of either direction, or a list of links. */
export function leadsElsewhere(node: FieldNode): boolean {
  return node.link !== undefined || (node.value.kind === "array" && leadsElsewhere(node.element() as FieldNode));
}

function linkOf(node: FieldNode | undefined): FieldNode | undefined {
  if (node === undefined) return undefined;
  if (node.link !== undefined) return node.link.direction === "forward" ? node : undefined;
  return node.value.kind === "array" ? linkOf(node.element()) : undefined;
}

/** The id behind what a link is compared with: a document, a link, a reference, or an id. */
export function comparedId(node: FieldNode | undefined, value: unknown, path: string): unknown {
  const link = linkOf(node)?.link;
  return link?.direction === "forward" ? link.idOf(value, path) : value;
}
