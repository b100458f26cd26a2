import type { Rows } from "../client/operation.ts";
import { bindLinks } from "../relations/bind-links.ts";
import type { MixedPlan } from "../schema/class-id.ts";
import { withStoredId } from "../schema/locate.ts";
import { type ModelClassLike, modelOf, type ModelRuntime } from "../schema/model.ts";
import { VariantFills } from "../transfer/fill.ts";
import type { Frame } from "../transfer/frame.ts";
import type { FillObject } from "../transfer/plan.ts";
import type { Finish } from "./finish.ts";
import { pending } from "./pending.ts";
import { tracked } from "./snapshot.ts";
import { boundClass } from "./using.ts";

/** How documents of one of the classes are made. */
interface Maker {
  readonly construct: new () => object;
  readonly member: ModelRuntime;
  readonly fill: FillObject;
}

/** Makes instances of several classes; the frame says of each document which one it is of. */
export function mixedRows(
  model: ModelRuntime,
  { plan, members, refuse }: MixedPlan,
  finish?: Finish,
): Rows<object> {
  const isElsewhere = model.adopt !== undefined;
  let fills: VariantFills | undefined;
  const makers: Maker[] = [];
  const makerOf = (object: number): Maker => {
    const member = members.get(object)!;
    const construct = atPlaceOf(model, member) as unknown as Maker["construct"];
    return makers[object] = { construct, member, fill: tracked(fills!.of(object), member) };
  };
  return {
    plan,
    read(frame: Frame): object[] {
      fills ??= new VariantFills(plan);
      const count = frame.count;
      const documents = new Array<object>(count);
      try {
        for (let i = 0; i < count; i++) {
          const object = fills.next(frame);
          if (refuse !== undefined && !members.has(object)) throw refuse(valuesIn(frame, fills.of(object)));
          const { construct, member, fill } = makers[object] ?? makerOf(object);
          pending.target = construct;
          pending.instance = undefined;
          pending.fill = fill;
          pending.frame = frame;
          const document = documents[i] = new construct();
          if (finish !== undefined) finish(document, member);
        }
      } catch (error) {
        throw withStoredId(error, pending.instance);
      } finally {
        pending.target = undefined;
        pending.instance = undefined;
      }
      if (isElsewhere) {
        for (const document of documents) bindLinks(modelOf(document.constructor as ModelClassLike), [document]);
      }
      return documents;
    },
  };
}

/** The class of a member, bound where the model is that is read. */
export function atPlaceOf(model: ModelRuntime, member: ModelRuntime): ModelClassLike {
  if (model.adopt === undefined) return member.documentClass;
  return boundClass(member.documentClass, model.binding().database);
}

function valuesIn(frame: Frame, fill: FillObject): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  fill(values, frame, "");
  return values;
}
