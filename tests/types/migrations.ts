// What the types of migrations accept, infer and refuse.
import { z } from "zod";
import { Document } from "../../mod.ts";
import { freeFall, iterative, iterativeMigration, type Output, type OutputFields } from "../../migrations.ts";
import { type Equal, is } from "./equal.ts";

class Old extends Document({ name: z.string(), tag: z.object({ title: z.string() }) }) {}
class New extends Document({
  title: z.string(),
  size: z.number().default(0),
  tag: z.object({ name: z.string(), at: z.date().optional() }).optional(),
  list: z.array(z.object({ n: z.int() })),
}) {}

iterative({ from: Old, to: New, batchSize: 10 }, (input, output) => {
  is<Equal<typeof input, Old>>();
  output.title = input.name;
  output.size = 3;
  // Objects are there to be assigned into, optional or not.
  output.tag.name = input.tag.title;
  output.tag.at = undefined;
  // And to be assigned whole, without what is optional.
  output.tag = { name: "" };
  // @ts-expect-error -- the name is not optional
  output.tag = { at: undefined };
  output.list = [{ n: 1 }];
  // @ts-expect-error -- another type
  output.title = 1;
  // @ts-expect-error -- no such field
  output.titel = "";
  // @ts-expect-error -- the id stays
  output.id = input.id;
  // @ts-expect-error -- no such field inside
  output.tag.title = "";
  // @ts-expect-error -- of the old model only
  void input.title;
});

is<Equal<Output<typeof Old>["name"], string>>();
is<Equal<Output<typeof New>["size"], number | undefined>>();
is<Equal<keyof OutputFields<{ id: string; a: number }>, "a">>();

// @ts-expect-error -- a model is missing
iterative({ from: Old }, () => undefined);
// @ts-expect-error -- no such option
iterative({ from: Old, to: New, batch: 5 }, () => undefined);
// @ts-expect-error -- a model is a class
iterative({ from: "Old", to: New }, () => undefined);

freeFall(async (session) => void await Old.count({ session }), { documentModels: [Old, New] });
// @ts-expect-error -- no class
freeFall(() => undefined, { documentModels: ["Old"] });

export class Forward {
  @iterativeMigration({ input: Old, output: New })
  right(input: Old, output: Output<typeof New>): void {
    output.title = input.name;
  }

  // @ts-expect-error -- the models are the other way round
  @iterativeMigration({ input: New, output: Old })
  wrong(input: Old, output: Output<typeof New>): void {
    output.title = input.name;
  }
}
