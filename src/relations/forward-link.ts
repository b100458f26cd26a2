import { DocumentWasNotSaved } from "../errors/document-was-not-saved.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { decodeDocument, decodeValue } from "../expression/decode-value.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import { encodeStoredValue } from "../expression/encode-stored-value.ts";
import type { FieldShape } from "../schema/compiler.ts";
import type { FieldNode } from "../schema/field.ts";
import type { ForwardLink } from "../schema/link-definition.ts";
import { type ModelClassLike, modelOf, type ModelRuntime } from "../schema/model.ts";
import { describeValue } from "../transfer/describe-value.ts";
import { DBRef } from "../values/db-ref.ts";
import { ObjectId } from "../values/object-id.ts";
import { isBeingWritten } from "./being-written.ts";
import { Link } from "./link.ts";

/** A document as far as links look into it. */
export interface LinkedDocument {
  readonly id: unknown;
  readonly isNew: boolean;
}

/** How a link to a class is stored and read. */
export class ForwardReference implements ForwardLink {
  readonly direction = "forward";
  readonly target: () => ModelClassLike;
  readonly store: "dbref" | "id";
  #model: ModelRuntime | undefined;
  #id: FieldNode | undefined;

  constructor(target: () => ModelClassLike, store: "dbref" | "id") {
    this.target = target;
    this.store = store;
  }

  /** The id of a document stands in the reference itself, so a path to it needs no document. */
  fields(): readonly FieldShape[] {
    const name = this.store === "dbref" ? "$id" : "";
    return modelOf(this.target()).fieldShapes().map((field) =>
      field.property === "id" ? { ...field, plan: { ...field.plan, name } } : field
    );
  }

  /**
   * Either form is read: a collection may hold both after `store` was changed. In the rows of pipelines, a document may stand in the place of the reference;
   * it becomes a plain object.
   */
  decode(stored: unknown, path: string): unknown {
    if (stored === null) return null;
    const model = this.#model ??= modelOf(this.target());
    const node = this.#id ??= model.field("id") as FieldNode;
    // The usual case: everything else is asked of what is none of these.
    if (stored instanceof ObjectId && node.value.decode === undefined) return new Link(this.target, stored);
    if (isPlainObject(stored) && Object.hasOwn(stored, "_id")) return decodeDocument(model.fields(), stored, path);
    const id = stored instanceof DBRef ? stored.$id : stored;
    const value = decodeValue(node, id, path);
    const isOwn = !(stored instanceof DBRef) || (stored.$ref === model.collection && stored.$db === undefined);
    return new Link(this.target, value, isOwn ? undefined : { stored: stored as DBRef });
  }

  encode(value: unknown, path: string): unknown {
    if (value === null) return null;
    const target = this.target();
    const model = modelOf(target);
    if (!this.holds(value)) {
      const expected = `a ${model.name} or a link to one`;
      throw new ValidationError({
        code: "validation.kind",
        model: model.name,
        path,
        expected,
        found: describeValue(value),
      });
    }
    if (value instanceof Link && this.store === "dbref") return value.toRef();
    const document = value as LinkedDocument;
    if (!(value instanceof Link) && document.isNew && !isBeingWritten(value as object)) {
      throw new DocumentWasNotSaved(model.name, `the link "${path}" to it`);
    }
    const id = encodeStoredValue(model.field("id") as FieldNode, document.id, path, model.name);
    return this.store === "id" ? id : new DBRef(model.collection, id);
  }

  idOf(value: unknown, path: string): unknown {
    if (value instanceof DBRef) return decodeValue(modelOf(this.target()).field("id"), value.$id, path);
    if (!this.holds(value)) return value;
    const document = value as LinkedDocument;
    if (!(value instanceof Link) && document.isNew) {
      throw new DocumentWasNotSaved(this.target().name, `a filter on the link "${path}"`);
    }
    return document.id;
  }

  holds(value: unknown): boolean {
    const target = this.target();
    return value instanceof Link ? isSame(value.documentClass, target) : value instanceof target;
  }
}

/** Whether a link leads to the class, wherever it is bound, or to a child of it. */
function isSame(one: ModelClassLike, target: ModelClassLike): boolean {
  return one === target || one.prototype instanceof target;
}
