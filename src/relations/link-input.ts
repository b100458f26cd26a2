import { z } from "zod";
import { isPlainObject } from "../expression/plain-object.ts";
import type { FieldNode } from "../schema/field.ts";
import { type ModelClassLike, modelOf, type ModelRuntime } from "../schema/model.ts";
import { DBRef } from "../values/db-ref.ts";
import type { ForwardReference } from "./forward-link.ts";
import { Link } from "./link.ts";

/**
 * What a constructor takes for a link, as instances hold it.
 *
 * @throws {Error} that says what is wrong, for the issue
 */
export function linkInput(reference: ForwardReference, input: unknown): unknown {
  const target = reference.target();
  const model = modelOf(target);
  if (reference.holds(input)) return input;
  if (input instanceof Link) {
    throw new Error(`Expected a link to a ${model.name}, found one to a ${input.documentClass.name}`);
  }
  const stored = asReference(input);
  if (stored !== undefined) {
    if (stored.collection !== model.collection) {
      throw new Error(
        `Expected a reference into the collection "${model.collection}", found one into "${stored.collection}"`,
      );
    }
    return new Link(reference.target, idOf(model, stored.id));
  }
  return isDocument(input) ? make(target, input) : new Link(reference.target, idOf(model, input));
}

/** A DBRef, or the form that links have in JSON. */
function asReference(input: unknown): { collection: string; id: unknown } | undefined {
  if (input instanceof DBRef) return { collection: input.$ref, id: input.$id };
  if (!isPlainObject(input)) return undefined;
  const { id, collection, $ref, $id } = input;
  const count = Object.keys(input).length;
  if (typeof collection === "string" && id !== undefined && count === 2) return { collection, id };
  return typeof $ref === "string" && $id !== undefined ? { collection: $ref, id: $id } : undefined;
}

/** A whole document in its input form. */
function isDocument(input: unknown): input is Record<string, unknown> {
  return isPlainObject(input);
}

function make(target: ModelClassLike, input: object): object {
  return new (target as unknown as new (input: object) => object)(input);
}

/** An id of the target's declared type. */
function idOf(model: ModelRuntime, id: unknown): unknown {
  const parsed = z.safeParse((model.field("id") as FieldNode).schema as z.ZodType, id);
  if (parsed.success && parsed.data !== undefined) return parsed.data;
  throw new Error(`Expected a ${model.name}, a link to one, or the id of one`);
}
