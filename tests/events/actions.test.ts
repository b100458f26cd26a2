import assert from "node:assert/strict";
import { before as beforeAll, describe, test } from "node:test";
import { z } from "zod";
import {
  After,
  after,
  afterEvent,
  Before,
  before,
  beforeEvent,
  Delete,
  Document,
  DocumentWithSoftDelete,
  indexed,
  init,
  Insert,
  InvalidArgument,
  NotSupported,
  Replace,
  Save,
  SaveChanges,
  type Settings,
  Update,
  ValidateOnSave,
  ValidationError,
} from "../../mod.ts";
import { changesSince } from "../../src/document/snapshot.ts";
import { modelOf } from "../../src/schema/model.ts";
import { testDatabase } from "../support/database.ts";

const server = testDatabase("actions");

class Counted extends Document({
  name: z.string(),
  before: z.int().default(0),
  after: z.int().default(10),
  replaced: z.int().default(100),
}) {
  static settings = { name: "counted" } satisfies Settings;
  updates = 0;
  deletes: string[] = [];

  @beforeEvent(Insert)
  capitalize() {
    this.name = this.name.toUpperCase();
  }
  @beforeEvent(Insert, [Replace, Save])
  async count() {
    await Promise.resolve();
    this.before++;
  }
  @afterEvent([Insert])
  countAfter() {
    this.after--;
  }
  @afterEvent(Replace)
  countReplaced() {
    this.replaced--;
  }
  @beforeEvent(Update)
  updating() {
    this.updates++;
  }
  @afterEvent(Update)
  updated() {
    this.updates += 100;
  }
  @beforeEvent(Delete)
  @afterEvent(Delete)
  gone() {
    this.deletes.push(this.isNew ? "after" : "before");
  }
}

/** The same without decorators. */
class Plain extends Document({
  name: z.string(),
  before: z.int().default(0),
  after: z.int().default(10),
  replaced: z.int().default(100),
}) {
  static settings = { name: "plain" } satisfies Settings;
  static events = {
    capitalize: before(Insert),
    count: before(Insert, [Replace, Save]),
    countAfter: after([Insert]),
    countReplaced: after(Replace),
    updating: before(Update),
    updated: after(Update),
    gone: [before(Delete), after(Delete)],
  };
  updates = 0;
  deletes: string[] = [];

  capitalize() {
    this.name = this.name.toUpperCase();
  }
  async count() {
    await Promise.resolve();
    this.before++;
  }
  countAfter() {
    this.after--;
  }
  countReplaced() {
    this.replaced--;
  }
  updating() {
    this.updates++;
  }
  updated() {
    this.updates += 100;
  }
  gone() {
    this.deletes.push(this.isNew ? "after" : "before");
  }
}

/** All of it inherited. */
class Heir extends Counted {
  static override settings = { name: "heirs" } satisfies Settings;
}

for (const Model of [Counted, Plain, Heir] as (typeof Counted)[]) {
  describe(`actions of ${Model.name}`, () => {
    test("run around an insert; what those before it change is stored, what those after it change is not", async () => {
      const made = await new Model({ name: "ada" }).insert();
      assert.deepEqual([made.name, made.before, made.after], ["ADA", 1, 9]);
      const stored = await Model.get(made.id);
      assert.deepEqual([stored?.name, stored?.before, stored?.after], ["ADA", 1, 10]);
    });

    test("run around a replacement", async () => {
      const made = await new Model({ name: "ada" }).insert();
      await made.replace();
      assert.deepEqual([made.before, made.replaced], [2, 99]);
      assert.equal((await Model.get(made.id))?.before, 2);
    });

    test("run around a save, whose inner update has its own", async () => {
      const made = await new Model({ name: "ada" }).save();
      assert.deepEqual([made.name, made.before, made.updates], ["ada", 1, 101]);
      assert.equal((await Model.get(made.id))?.before, 1);
    });

    test("run around an update of any kind", async () => {
      const made = await new Model({ name: "ada" }).insert();
      await made.update({ $set: { name: "bob" } });
      assert.deepEqual([made.name, made.before, made.after, made.updates], ["bob", 1, 10, 101]);
      await made.set({ name: "eve" });
      await made.inc({ before: 1 });
      assert.deepEqual([made.name, made.before, made.updates], ["eve", 2, 303]);
    });

    test("run around a delete", async () => {
      const made = await new Model({ name: "ada" }).insert();
      await made.delete();
      assert.deepEqual(made.deletes, ["before", "after"]);
    });

    test("are skipped by direction and by name", async () => {
      const made = await new Model({ name: "ada" }).insert({ skipActions: [After, "capitalize"] });
      assert.deepEqual([made.name, made.before, made.after], ["ada", 1, 10]);
      await made.replace({ skipActions: [Before, "countReplaced"] });
      assert.deepEqual([made.before, made.replaced], [1, 100]);
      await made.set({ name: "bob" }, { skipActions: ["updating"] });
      assert.equal(made.updates, 100);
      await Model.insertMany([made], { skipActions: [Before] }).catch(() => {});
      assert.equal(made.before, 1);
    });

    test("are skipped in inner events too", async () => {
      const made = await new Model({ name: "ada" }).save({ skipActions: [Before, "updated"] });
      assert.deepEqual([made.before, made.updates], [0, 0]);
    });

    test("a name that no action has is refused before anything happens", async () => {
      const made = new Model({ name: "ada" });
      await assert.rejects(made.insert({ skipActions: ["capitalise"] }), (error: unknown) => {
        assert.ok(error instanceof InvalidArgument);
        assert.match(error.message, /"capitalise".*capitalize/);
        return true;
      });
      await assert.rejects(made.insert({ skipActions: "capitalize" as never }), InvalidArgument);
      assert.deepEqual([made.isNew, made.before], [true, 0]);
    });
  });
}

class Base extends Document({ name: z.string(), log: z.array(z.string()).default([]) }) {
  static settings = { name: "bases" } satisfies Settings;

  @beforeEvent(Insert)
  zebra() {
    this.log.push("zebra");
  }
  @beforeEvent(Insert)
  async ape() {
    await new Promise((resolve) => setTimeout(resolve, 2));
    this.log.push("ape");
  }
  @beforeEvent(Insert)
  cow() {
    this.log.push("cow");
  }
  @beforeEvent(Insert)
  never() {
    this.log.push("never");
  }
}

class Child extends Base {
  static override settings = { name: "children" } satisfies Settings;
  static events = { never: [], last: before(Insert) };

  @beforeEvent(Insert)
  ant() {
    this.log.push("ant");
  }
  /** Not decorated again. */
  override zebra() {
    this.log.push("child's zebra");
  }
  @beforeEvent(Insert)
  override cow() {
    super.cow();
    this.log.push("child's cow");
  }
  last() {
    this.log.push("last");
  }
}

describe("order", () => {
  test("is that of declaration, asynchronous actions included", async () => {
    const { log } = await new Base({ name: "a" }).insert();
    assert.deepEqual(log, ["zebra", "ape", "cow", "never"]);
  });

  test("parents come first; an overriding method runs once, in the place of the overridden one", async () => {
    const { log } = await new Child({ name: "a" }).insert();
    assert.deepEqual(log, ["child's zebra", "ape", "cow", "child's cow", "ant", "last"]);
  });

  test("what a class has turned off can still be named when actions are skipped", async () => {
    const { log } = await new Child({ name: "a" }).insert({ skipActions: ["never", "ape", "cow", "zebra", "last"] });
    assert.deepEqual(log, ["ant"]);
  });

  test("other decorators on the method stand below", async () => {
    const wrapped = <D extends { log: string[] }>(method: (this: D) => void) =>
      function (this: D): void {
        this.log.push("wrapped");
        method.call(this);
      };
    class Wrapped extends Document({ log: z.array(z.string()).default([]) }) {
      static settings = { name: "wrapped" } satisfies Settings;
      @beforeEvent(Insert)
      @wrapped
      touch() {
        this.log.push("touch");
      }
    }
    await init({ database: server.database, documentModels: [Wrapped] });
    assert.deepEqual((await new Wrapped({}).insert()).log, ["wrapped", "touch"]);
  });
});

class Tagged extends Document({
  name: z.string(),
  tag: z.string().nullish(),
  size: z.object({ width: z.int(), height: z.int() }).default({ width: 1, height: 1 }),
  words: z.array(z.string()).default([]),
}) {
  static settings = { name: "tagged" } satisfies Settings;

  @beforeEvent(Update)
  mark() {
    this.tag = "by action";
    this.size.height = 5;
    this.words.push("word");
  }
}

const others = ["ACTION_WINS", "ACTION_OVERRIDE", "RAISE"] as const;
const [Wins, Overrides, Raises] = others.map((actionConflictResolution) =>
  class extends Tagged {
    static override settings = { name: actionConflictResolution.toLowerCase(), actionConflictResolution };
  }
) as unknown as [typeof Tagged, typeof Tagged, typeof Tagged];

describe("what an action before an update changes is stored with the update", () => {
  test("at any depth, together with the changes of the update", async () => {
    const made = await new Tagged({ name: "ada" }).insert();
    await made.update({ $set: { name: "bob" } });
    const stored = { name: "bob", tag: "by action", size: { width: 1, height: 5 }, words: ["word"] };
    assert.deepEqual({ ...made }, stored);
    assert.deepEqual({ ...await Tagged.get(made.id) }, stored);
    await made.set({ "size.width": 7 });
    assert.deepEqual((await Tagged.get(made.id))?.size, { width: 7, height: 5 });
    assert.deepEqual(made.words, ["word", "word"]);
  });

  test("by a pipeline as well", async () => {
    const made = await new Tagged({ name: "ada" }).insert();
    await made.update([{ $set: { name: { $concat: ["$name", "!"] } } }]);
    assert.deepEqual([made.name, made.tag], ["ada!", "by action"]);
    assert.equal((await Tagged.get(made.id))?.tag, "by action");
  });

  test("by a save too", async () => {
    const made = await new Tagged({ name: "ada" }).save();
    assert.equal((await Tagged.get(made.id))?.tag, "by action");
  });

  test("but not when the action is skipped", async () => {
    const made = await new Tagged({ name: "ada" }).insert();
    await made.set({ name: "bob" }, { skipActions: [Before] });
    const stored = await Tagged.get(made.id);
    assert.deepEqual([stored?.name, stored?.tag], ["bob", undefined]);
  });

  test("and what does not fit the model is not", async () => {
    class Wrong extends Document({ n: z.int() }) {
      static settings = { name: "wrong" } satisfies Settings;
      @beforeEvent(Update)
      spoil() {
        this.n = "x" as never;
      }
    }
    await init({ database: server.database, documentModels: [Wrong] });
    const made = await new Wrong({ n: 1 }).insert();
    await assert.rejects(made.inc({ n: 1 }), ValidationError);
    assert.equal((await Wrong.get(made.id))?.n, 1);
  });

  test("UPDATE_WINS: a field that both change is the update's", async () => {
    const made = await new Tagged({ name: "ada" }).insert();
    await made.set({ tag: "explicit", size: { width: 3, height: 3 } });
    assert.deepEqual([made.tag, made.size.height, made.words], ["explicit", 3, ["word"]]);
  });

  test("ACTION_WINS: it is the action's", async () => {
    const made = await new Wins({ name: "ada" }).insert();
    await made.update({ $set: { name: "bob", tag: "explicit" } });
    assert.deepEqual([made.name, made.tag], ["bob", "by action"]);
    assert.equal((await Wins.get(made.id))?.tag, "by action");
    const other = await new Wins({ name: "ada" }).insert();
    await other.set({ tag: "explicit" });
    assert.equal((await Wins.get(other.id))?.tag, "by action");
  });

  test("ACTION_OVERRIDE: the update is dropped", async () => {
    const made = await new Overrides({ name: "ada" }).insert();
    await made.set({ name: "bob" });
    const stored = await Overrides.get(made.id);
    assert.deepEqual([stored?.name, stored?.tag, made.name], ["ada", "by action", "ada"]);
  });

  test("RAISE: nothing is stored", async () => {
    const made = await new Raises({ name: "ada" }).insert();
    await assert.rejects(made.set({ tag: "explicit", name: "bob" }), { code: "document.merge_conflict" });
    assert.equal((await Raises.get(made.id))?.name, "ada");
    await made.set({ name: "bob" });
    assert.equal((await Raises.get(made.id))?.tag, "by action");
  });
});

class Failing extends Document({ name: z.string() }) {
  static settings = { name: "failing" } satisfies Settings;
  static events = { refuse: before(Insert, Save), complain: after(Replace) };
  refuse() {
    throw new Error(`no ${this.name}`);
  }
  async complain() {
    await Promise.reject(new Error("too late"));
  }
}

describe("an action that throws", () => {
  test("before a write prevents it", async () => {
    const made = new Failing({ name: "ada" });
    await assert.rejects(made.insert(), /no ada/);
    await assert.rejects(made.save(), /no ada/);
    await assert.rejects(Failing.insertMany([made]), /no ada/);
    assert.equal(made.isNew, true);
    assert.equal(await Failing.get(made.id), null);
  });

  test("after a soft delete leaves the mark", async () => {
    class Marked extends DocumentWithSoftDelete({ name: z.string() }) {
      static settings = { name: "marked" } satisfies Settings;
      static events = { complain: after(Delete) };
      complain() {
        throw new Error("too late");
      }
    }
    await init({ database: server.database, documentModels: [Marked] });
    const made = await new Marked({ name: "ada" }).insert();
    await assert.rejects(made.delete(), /too late/);
    assert.equal(made.isDeleted(), true);
    assert.equal(await Marked.get(made.id), null);
  });

  test("before a write, which fails, or the write itself: the fields get back what was changed", async () => {
    class Normal extends Document({ name: indexed(z.string(), { unique: true }), words: z.array(z.string()) }) {
      static settings = { name: "normal" } satisfies Settings;
      static events = { change: before(Insert, Replace, Save, Update) };
      own = 0;
      change() {
        this.name = this.name.toLowerCase();
        this.words.push(this.name);
        this.own++;
      }
    }
    await init({ database: server.database, documentModels: [Normal] });
    await new Normal({ name: "taken", words: [] }).insert();
    const made = new Normal({ name: "TAKEN", words: ["x"] });
    const held = { own: 0, name: "TAKEN", words: ["x"] };
    await assert.rejects(made.insert());
    assert.deepEqual({ ...made }, { ...held, own: 1 });
    await assert.rejects(made.save());
    await assert.rejects(made.replace());
    await assert.rejects(Normal.insertMany([made]));
    await assert.rejects(Normal.replaceMany([made]));
    await assert.rejects(made.set({ name: "other" }));
    assert.deepEqual({ ...made }, { ...held, own: made.own });
  });

  test("before a write: what the caller assigns while it is under way stays", async () => {
    class Late extends Document({ name: indexed(z.string(), { unique: true }), n: z.int().default(0) }) {
      static settings = { name: "late" } satisfies Settings;
      static events = { count: before(Insert) };
      count() {
        this.n++;
      }
    }
    await init({ database: server.database, documentModels: [Late] });
    await new Late({ name: "taken" }).insert();
    const [made, other] = [new Late({ name: "taken" }), new Late({ name: "taken" })];
    const inserts = [made.insert(), Late.insertMany([other])];
    await new Promise((resolve) => setImmediate(resolve)); // Both are sent by then.
    made.name = other.name = "mine";
    assert.deepEqual((await Promise.allSettled(inserts)).map(({ status }) => status), ["rejected", "rejected"]);
    assert.deepEqual([made.name, made.n, other.name, other.n], ["mine", 0, "mine", 0]);
  });

  test("after a write rejects the call, but the write stands", async () => {
    const made = await new Failing({ name: "ada" }).insert({ skipActions: [Before] });
    made.name = "bob";
    await assert.rejects(made.replace(), /too late/);
    assert.equal((await Failing.get(made.id))?.name, "bob");
  });
});

describe("events around saveChanges", () => {
  const heard: string[] = [];
  class Tracked extends Document({ name: z.string(), stamp: z.int().default(0) }) {
    static settings = { name: "tracked", useStateManagement: true } satisfies Settings;
    static events = {
      validating: before(ValidateOnSave),
      saving: before(SaveChanges),
      updating: before(Update),
      updated: after(Update),
      saved: after(SaveChanges),
    };
    validating() {
      heard.push("validating");
    }
    saving() {
      heard.push("saving");
    }
    updating() {
      heard.push("updating");
      this.stamp++;
    }
    updated() {
      const { set } = changesSince(this as never, modelOf(Tracked));
      heard.push(`updated, ${Object.keys(set).length === 0 ? "unchanged" : "changed"}`);
    }
    saved() {
      heard.push("saved");
    }
  }
  beforeAll(() => init({ database: server.database, documentModels: [Tracked] }));

  test("are SaveChanges and, inside, Update, whose changes are stored; those after see the new snapshot", async () => {
    const made = await new Tracked({ name: "ada" }).insert();
    heard.length = 0;
    made.name = "bob";
    assert.equal(await made.saveChanges(), made);
    assert.deepEqual(heard, ["validating", "saving", "updating", "updated, unchanged", "saved"]);
    const stored = await Tracked.get(made.id);
    assert.deepEqual([stored?.name, stored?.stamp], ["bob", 1]);
  });

  test("may take the changes back: then nothing is stored, and nothing is lost", async () => {
    class Stubborn extends Document({ name: z.string(), n: z.int().default(3) }) {
      static settings = { name: "stubborn", useStateManagement: true } satisfies Settings;
      static events = { keep: before(Update) };
      keep() {
        this.name = "ada";
      }
    }
    await init({ database: server.database, documentModels: [Stubborn] });
    const made = await new Stubborn({ name: "ada" }).insert();
    made.name = "bob";
    assert.equal(await made.saveChanges(), null);
    assert.deepEqual({ ...await Stubborn.get(made.id) }, { name: "ada", n: 3 });
  });

  test("are SaveChanges alone when nothing changed", async () => {
    const made = await new Tracked({ name: "ada" }).insert();
    heard.length = 0;
    assert.equal(await made.saveChanges(), null);
    assert.deepEqual(heard, ["validating", "saving", "saved"]);
  });

  test("are skipped inside as well", async () => {
    const made = await new Tracked({ name: "ada" }).insert();
    heard.length = 0;
    made.name = "bob";
    await made.saveChanges({ skipActions: [Before] });
    assert.deepEqual(heard, ["updated, unchanged", "saved"]);
    assert.equal((await Tracked.get(made.id))?.stamp, 0);
  });
});

describe("declarations that can not work are errors that say so", () => {
  const refused = (words: RegExp) => (error: unknown) =>
    error instanceof InvalidArgument && error.code === "event.declaration" && words.test(error.message);

  test("of no event, or of something else", () => {
    assert.throws(() => beforeEvent(), refused(/names no event.*Insert/));
    assert.throws(() => afterEvent("Inserted" as never), refused(/"Inserted"/));
    assert.throws(() => before([]), refused(/names no event/));
    assert.throws(() => after(Counted as never), refused(/takes events/));
  });

  test("on what is no method of a document", () => {
    const decorate = beforeEvent(Insert) as (method: unknown, context: unknown) => void;
    const context = { kind: "method", name: "touch", static: true, private: false };
    assert.throws(() => decorate(() => {}, context), refused(/touch is no action/));
    assert.throws(() => decorate(() => {}, { ...context, static: false, kind: "getter" }), refused(/touch/));
  });

  test("by decorators of the legacy kind", () => {
    const decorate = afterEvent(Insert) as (target: unknown, name: unknown, descriptor?: unknown) => void;
    assert.throws(
      () => decorate({}, "touch", { value: () => {} }),
      (error: unknown) => error instanceof NotSupported && /experimentalDecorators/.test(error.message),
    );
  });

  test("in static events, when the model is bound", async () => {
    class Typo extends Document({ name: z.string() }) {
      static events = { tuch: before(Insert) };
      touch() {}
    }
    class NoAction extends Document({ name: z.string() }) {
      static events = { touch: "Insert" };
      touch() {}
    }
    const bind = (model: typeof Typo) => init({ database: server.database, documentModels: [model] });
    await assert.rejects(bind(Typo), refused(/Typo: events\.tuch/));
    await assert.rejects(bind(NoAction as never), refused(/NoAction: events\.touch/));
  });
});

beforeAll(() =>
  init({
    database: server.database,
    documentModels: [Counted, Plain, Heir, Base, Child, Tagged, Wins, Overrides, Raises, Failing],
  })
);
