import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { BackLink, backLink, backLinkOne, DeleteRules, Document, init, Link, link, WriteRules } from "../../mod.ts";
import { testDatabase } from "../support/database.ts";

class Person extends Document({
  name: z.string(),
  get passport() {
    return backLinkOne(() => Passport, "holder");
  },
}) {}
class Passport extends Document({ number: z.string(), holder: link(() => Person) }) {}
class Club extends Document({
  name: z.string(),
  get members() {
    return backLink(() => Member, "clubs");
  },
}) {}
class Member extends Document({ name: z.string(), clubs: z.array(link(() => Club)) }) {}

// Declared before the class that it leads back to, and initialised before it.
class Wheel extends Document({
  size: z.int(),
  get bike() {
    return backLinkOne(() => Bike, "front");
  },
}) {}
class Rider extends Document({
  name: z.string(),
  get bikes() {
    return backLink(() => Bike, "riders");
  },
}) {}
class Bike extends Document({ front: link(() => Wheel), riders: z.array(link(() => Rider)) }) {}

const at = testDatabase("relations_back_links");
before(() => init({ database: at.database, documentModels: [Person, Passport, Club, Member] }));

let ann: Person, passport: Passport, chess: Club, member: Member;
beforeEach(async () => {
  for (const model of [Person, Passport, Club, Member]) await (model as typeof Person).deleteAll();
  ann = await new Person({ name: "Ann" }).insert();
  passport = await new Passport({ number: "old", holder: ann }).insert();
  chess = await new Club({ name: "chess" }).insert();
  member = await new Member({ name: "old", clubs: [chess] }).insert();
});

/** The person and the club as a query gives them, with what links back; their types say documents there. */
const fetchedPerson = async () => (await Person.get(ann.id).fetchLinks())!;
const fetchedClub = async () => (await Club.get(chess.id).fetchLinks())!;

describe("documents that link back", () => {
  test("are fetched by queries, with their own links, single and in lists", async () => {
    const person = await fetchedPerson();
    assert.ok(person.passport instanceof Passport);
    assert.deepEqual(person.passport.id, passport.id);
    assert.deepEqual(person.passport.holder.id, ann.id);
    const club = await fetchedClub();
    assert.deepEqual(club.members.map(({ id }) => id), [member.id]);
    assert.deepEqual(club.members[0]!.clubs[0]!.id, chess.id);
  });

  test("are fetched on demand by a document that was just stored", async () => {
    assert.ok((ann.passport as unknown) instanceof BackLink);
    const fetched = await ann.fetchLink("passport");
    assert.ok(fetched instanceof Passport && fetched.id.equals(passport.id));
    assert.ok((ann.passport as unknown) instanceof Passport);
    const members = await chess.fetchLink("members");
    assert.ok(members[0] instanceof Member && members.length === 1);
    const other = await (await Club.get(chess.id))!.fetchAllLinks();
    assert.ok(other.members[0] instanceof Member);
  });

  test("and forth and back again, as deep as the query says for a field or for all", async () => {
    const deep = (await Person.get(ann.id).nestingDepth(4))!;
    const third = deep.passport.holder as unknown as { passport: { holder: unknown } };
    assert.ok(third.passport instanceof Passport);
    assert.ok(third.passport.holder instanceof Person);
    assert.ok((third.passport.holder.passport as unknown) instanceof BackLink);
    const two = (await Person.findOne({ name: "Ann" }).nestingDepthsPerField({ passport: 2 }))!;
    assert.deepEqual((two.passport.holder as unknown as Person).id, ann.id);
    assert.ok(((two.passport.holder as unknown as Person).passport as unknown) instanceof BackLink);
    const none = (await Person.get(ann.id).nestingDepth(0))!;
    assert.ok((none.passport as unknown) instanceof BackLink);
  });

  test("are JSON with their own links as references; those that were not fetched are left out", async () => {
    const person = (await Person.get(ann.id).nestingDepth(1))!;
    const json = JSON.parse(JSON.stringify(person));
    assert.equal(json.passport.number, "old");
    assert.deepEqual(json.passport.holder, { id: String(ann.id), collection: "Person" });
    assert.equal("passport" in JSON.parse(JSON.stringify(await Person.get(ann.id))), false);
  });

  test("lead to classes that are declared and initialised in any order", async () => {
    await init({ database: at.database, documentModels: [Wheel, Rider, Bike] });
    const [wheel, rider] = [await new Wheel({ size: 28 }).insert(), await new Rider({ name: "Eve" }).insert()];
    const bike = await new Bike({ front: wheel, riders: [rider] }).insert();
    assert.deepEqual((await wheel.fetchLink("bike"))!.id, bike.id);
    assert.deepEqual((await Rider.findOne().fetchLinks())!.bikes.map(({ id }) => id), [bike.id]);
  });
});

for (const method of ["replace", "save"] as const) {
  describe(`${method} of a document whose back links are fetched`, () => {
    test("leaves those documents alone without a rule", async () => {
      const [person, club] = [await fetchedPerson(), await fetchedClub()];
      person.passport.number = "new";
      for (const one of club.members) one.name = "new";
      await person[method]();
      await club[method]({ linkRule: WriteRules.DO_NOTHING });
      assert.equal((await Passport.get(passport.id))!.number, "old");
      assert.equal((await Member.get(member.id))!.name, "old");
    });

    test("stores them with WRITE", async () => {
      const [person, club] = [await fetchedPerson(), await fetchedClub()];
      person.passport.number = "new";
      for (const one of club.members) one.name = "new";
      await person[method]({ linkRule: WriteRules.WRITE });
      await club[method]({ linkRule: WriteRules.WRITE });
      assert.equal((await Passport.get(passport.id))!.number, "new");
      assert.equal((await Member.get(member.id))!.name, "new");
      assert.deepEqual((await Member.get(member.id))!.clubs.map(({ id }) => id), [chess.id]);
    });

    test("keeps them in their places", async () => {
      const [person, club] = [await fetchedPerson(), await fetchedClub()];
      const { passport: held } = person;
      person.name = "Anna";
      club.name = "go";
      await person[method]();
      await club[method]();
      assert.equal(person.passport, held);
      assert.ok(club.members[0] instanceof Member);
      assert.deepEqual([(await Person.get(ann.id))!.name, (await Club.get(chess.id))!.name], ["Anna", "go"]);
    });
  });
}

describe("delete of a document whose back links are fetched", () => {
  test("leaves those documents, whose links lead nowhere then", async () => {
    await (await fetchedPerson()).delete();
    await (await fetchedClub()).delete();
    const left = (await Passport.get(passport.id).fetchLinks())!;
    assert.ok((left.holder as unknown) instanceof Link);
    assert.ok(((await Member.get(member.id).fetchLinks())!.clubs[0] as unknown) instanceof Link);
  });

  test("deletes them with DELETE_LINKS", async () => {
    await (await fetchedPerson()).delete({ linkRule: DeleteRules.DELETE_LINKS });
    await (await fetchedClub()).delete({ linkRule: DeleteRules.DELETE_LINKS });
    assert.deepEqual([await Passport.get(passport.id), await Member.get(member.id)], [null, null]);
  });
});
