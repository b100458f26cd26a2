import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { Document } from "../../src/document/factory.ts";
import { init } from "../../src/document/init.ts";
import { DocumentWasNotSaved } from "../../src/errors/document-was-not-saved.ts";
import { Link } from "../../src/relations/link.ts";
import { link } from "../../src/relations/link-schema.ts";
import type { Settings } from "../../src/types/settings.ts";
import { testDatabase } from "../support/database.ts";

class Door extends Document({ width: z.number() }) {
  static settings = { useStateManagement: true } satisfies Settings;
}
class House extends Document({
  front: link(() => Door),
  back: link(() => Door).optional(),
  doors: z.array(link(() => Door)),
  porch: z.object({ door: link(() => Door) }),
}) {
  static settings = { useStateManagement: true } satisfies Settings;
}

const db = testDatabase("state_links");
before(() => init({ database: db.database, documentModels: [Door, House] }));

async function built(): Promise<{ doors: [Door, Door]; house: House }> {
  const doors = [new Door({ width: 1 }), new Door({ width: 2 })] as [Door, Door];
  await Door.insertMany(doors);
  const [one, two] = doors;
  const { id } = await new House({ front: one, doors: [one, two], porch: { door: two } }).insert();
  return { doors, house: (await House.get(id))! };
}

/** Both forms that a property can hold, by the id that they lead to. */
function put(target: object, name: string, value: unknown): void {
  (target as Record<string, unknown>)[name] = value;
}

describe("links in state management", () => {
  test("are the same link whether they hold a document or a reference to it", async () => {
    const { doors: [one, two], house } = await built();
    assert.equal(house.isChanged, false);
    put(house, "front", one);
    put(house.porch, "door", Door.linkFromId(two.id));
    put(house, "doors", [Door.linkFromId(one.id), two]);
    assert.deepEqual(house.getChanges(), {});
    one.width = 9;
    assert.equal(house.isChanged, false, "a change of the linked document is none of this one");
    assert.deepEqual(one.getChanges(), { width: 9 });
  });

  test("are changed when they lead elsewhere", async () => {
    const { doors: [one, two], house } = await built();
    put(house, "front", two);
    put(house.porch, "door", Door.linkFromId(one.id));
    house.doors.reverse();
    put(house, "back", one);
    const changes = house.getChanges() as Record<string, Link>;
    assert.deepEqual(Object.keys(changes).sort(), ["back", "doors", "front", "porch.door"]);
    assert.ok(changes["front"] instanceof Link);
    assert.deepEqual(changes["front"].id, two.id);
    await house.saveChanges();
    assert.equal(house.isChanged, false);
    const again = (await House.get(house.id))!;
    assert.deepEqual([again.front.id, again.back?.id, again.porch.door.id], [two.id, one.id, one.id]);
    assert.deepEqual(again.doors.map(({ id }) => id), [two.id, one.id]);
  });

  test("come back as references", async () => {
    const { doors: [one, two], house } = await built();
    put(house, "front", two);
    put(house, "back", two);
    house.rollback();
    assert.ok((house.front as unknown) instanceof Link);
    assert.deepEqual(house.front.id, one.id);
    assert.equal("back" in house, false);
  });

  test("to new documents are refused when they are stored", async () => {
    const { house } = await built();
    put(house, "front", new Door({ width: 3 }));
    assert.equal(house.isChanged, true);
    await assert.rejects(house.saveChanges(), DocumentWasNotSaved);
  });
});
