import { InvalidArgument } from "../errors/invalid-argument.ts";
import { type ModelClassLike, modelOf, registerExtension } from "../schema/model.ts";
import { ModelShape } from "../schema/shape.ts";
import type { Shape } from "../types/shape.ts";
import { defineFields } from "./field-statics.ts";
import type { BaseClass } from "./generate.ts";
import { originOf } from "./using.ts";

/**
 * The base class of a child: a subclass of the parent with more fields. It has no constructor of its own. The generated base at the top of the chain
 * fills in the fields of all classes, since `new.target` tells it the model, so that the field initialisers of parents see those of children.
 *
 * @throws {InvalidArgument} for a field with the name of a method of the parent, and for a class that `using` made
 */
export function extendClass(parent: ModelClassLike, shape: Shape): BaseClass {
  const origin = originOf(parent);
  if (origin !== parent) {
    throw new InvalidArgument(
      `${parent.name}.using(...).extend(...): a child is written once, for all places: extend ${parent.name} itself and bind the child with using.`,
      { code: "argument.database", model: parent.name },
    );
  }
  const inherited = modelOf(parent).shape;
  const merged = new ModelShape(
    mergedShape(inherited.given, shape),
    true,
    (name) => !inherited.names.includes(name) && name in parent.prototype,
  );
  const base = class extends (parent as unknown as BaseClass) {};
  Object.defineProperty(base, "name", { value: "" });
  Object.defineProperty(base, "shape", { value: merged.given });
  registerExtension(base, parent, merged);
  defineFields(base, Object.keys(shape));
  return base;
}

/** The fields of both; what the child declares again takes the parent's place. Getters stay unread: they may refer to classes that come later. */
function mergedShape(parent: Shape, own: Shape): Shape {
  if (typeof own !== "object" || own === null) return own;
  const descriptors = { ...Object.getOwnPropertyDescriptors(parent), ...Object.getOwnPropertyDescriptors(own) };
  return Object.create(Object.prototype, descriptors);
}
