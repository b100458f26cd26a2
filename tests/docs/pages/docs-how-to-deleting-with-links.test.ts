// Made from docs/how-to/deleting-with-links.md by tests/docs/extract.mjs: change that page, and run that.
// deno-fmt-ignore-file
import { test } from "node:test";
import { DeleteRules, Document, DocumentWithSoftDelete, Link, backLink, indexed, init, link, transaction } from "../../../mod.ts";
import { z } from "zod";
import { printsOf } from "../prints.ts";

test("the examples of docs/how-to/deleting-with-links.md print what it says", async () => {
  await printsOf("docs/how-to/deleting-with-links.md", async (uri) => {
    class Person extends Document({
      name: z.string(),
      get addresses() {
        return backLink(() => Address, "person");
      },
    }) {}

    class Address extends Document({ street: z.string(), person: indexed(link(() => Person)) }) {}

    class Order extends Document({
      total: z.number(),
      person: indexed(link(() => Person).optional()),
    }) {}

    class Message extends DocumentWithSoftDelete({ text: z.string(), person: indexed(link(() => Person)) }) {}

    await init({ uri: uri, documentModels: [Person, Address, Order, Message] });

    const ann = await new Person({ name: "Ann" }).insert();
    const bob = await new Person({ name: "Bob" }).insert();
    for (const person of [ann, bob]) {
      await new Address({ street: "Kaai 1", person }).insert();
      await new Order({ total: 20, person }).insert();
      await new Message({ text: "hello", person }).insert();
    }

    async function forget(person: Person): Promise<void> {
      await transaction(async () => {
        await Address.find(Address.person.eq(person)).delete();
        await Order.find(Order.person.eq(person)).unset("person"); // the books must stay complete
        await Message.findManyInAll(Message.person.eq(person)).hardDelete(); // marked ones too
        await person.delete();
      });
    }

    await forget(ann);
    console.log(await Person.count(), await Address.count(), await Message.findManyInAll().count());
    console.log((await Order.find().sort("total")).map(({ person }) => person instanceof Link));

    const person = (await Person.findOne({ name: "Bob" }).fetchLinks())!;
    console.log(person.addresses.map(({ street }) => street));

    await person.delete({ linkRule: DeleteRules.DELETE_LINKS });
    console.log(await Address.count(), await Order.count(), (await Order.find(Order.person.eq(bob))).length);

    const lost = await Order.aggregate<{ _id: unknown }>([
      { $match: { person: { $exists: true } } },
      { $lookup: { from: Person.getCollectionName(), localField: "person.$id", foreignField: "_id", as: "found" } },
      { $match: { found: [] } },
    ]);
    console.log(lost.length);
  }, ["1 1 1","[ false, true ]","[ 'Kaai 1' ]","0 2 1","1"]);
});
