// Fields that are named like a property of expressions: an expression of another model is no plain filter of theirs.
import { z } from "zod";
import { Document } from "../../mod.ts";
import { In, Or, Set } from "../../operators.ts";

class Note
  extends Document({ kind: z.string(), text: z.string(), filter: z.object({ kind: z.string() }).optional() }) {}
class Price extends Document({ price: z.number() }) {}

export function accepted(): void {
  Note.find(Note.kind.eq("x"), { kind: "predicate" }, (fields) => fields.kind.eq("y"));
  Note.find({ kind: { $in: ["predicate"] }, $or: [{ kind: "sort" }, Note.text.eq("a")] });
  Note.find(In(Note.kind, ["a"]), Or(Note.kind.eq("b"), { kind: "c" })).sort(Note.kind.asc());
  Note.find({ kind: "x" }).update(Note.kind.to("y"), Set({ kind: "z" }), { $set: { kind: "change" } });
}

export function refused(): void {
  // @ts-expect-error a criterion of another model
  Note.find(Price.price.gt(3));
  // @ts-expect-error likewise
  Note.findOne(Price.price.gt(3));
  // @ts-expect-error likewise, behind one that fits
  Note.find({ kind: "x" }).find(Price.price.gt(3));
  // @ts-expect-error a function that gives one
  Note.find(() => Price.price.gt(3));
  // @ts-expect-error inside of a plain filter
  Note.find({ $or: [Price.price.gt(3)] });
  // @ts-expect-error a sort key
  Note.find(Note.kind.asc());
  // @ts-expect-error a change
  Note.find(Note.kind.to("x"));
  // @ts-expect-error a field
  Note.find(Note.kind);
  // @ts-expect-error a sort key of another model
  Note.find().sort(Price.price.asc());
}
