import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { z } from "zod";
import { HaricotError, InvalidArgument, raw, sum } from "../../mod.ts";
import { Account, Product, restock, shop } from "./shop.ts";

const server = shop("call_site");
before(() => restock());

const wrong = () => Product.find(raw({ price: { $type: "no such type" } }));

/** Calls that are refused by the server, or by a check on what it sent. */
const calls: Record<string, () => PromiseLike<unknown>> = {
  "an awaited find": async function caller() {
    return await wrong();
  },
  "an awaited findOne": async function caller() {
    return await Product.findOne(raw({ price: { $type: "no such type" } }));
  },
  "a loop": async function caller() {
    for await (const _ of wrong());
  },
  "a count": async function caller() {
    return await wrong().count();
  },
  "a sum": async function caller() {
    return await wrong().sum(Product.price);
  },
  "an aggregation": async function caller() {
    return await Product.aggregate([{ $noSuchStage: 1 }]);
  },
  "an update": async function caller() {
    return await wrong().inc({ price: 1 });
  },
  "a delete": async function caller() {
    return await wrong().delete();
  },
  "one of several at once": async function caller() {
    await Promise.all([wrong(), wrong()]);
  },
  "an insert": async function caller() {
    const account = await new Account({ id: "twice", owner: "x" }).insert();
    return await account.insert();
  },
  "a check in Rust": async function caller() {
    return await Product.find().project(z.object({ name: z.int() }));
  },
  "a check in JavaScript": async function caller() {
    return await Product.find().project(z.object({ name: z.string().regex(/^never$/) }));
  },
};

describe("the caller is in the stack of a rejected", () => {
  for (const [name, call] of Object.entries(calls)) {
    test(name, async () => {
      await assert.rejects(async () => await call(), (error: unknown) => {
        assert.ok(error instanceof HaricotError, String(error));
        assert.match(String(error.stack), /\bcaller\b/);
        return true;
      });
    });
  }
});

describe("sessions and signals", () => {
  test("what is no session is refused wherever it is given: the call would run outside of the transaction", async () => {
    const session = {} as never;
    const refused = (error: unknown) => error instanceof InvalidArgument && error.code === "argument.session";
    assert.throws(() => Product.find().session(session), refused);
    await assert.rejects(new Account({ id: "s", owner: "x" }).insert({ session }), refused);
    await assert.rejects(server.database.command({ ping: 1 }, { session }), refused);
    assert.equal(await Account.find({ id: "s" }).exists(), false);
  });

  test("what is no signal is refused before anything is sent", async () => {
    const signal = {} as never;
    const refused = (error: unknown) => error instanceof InvalidArgument && error.code === "argument.signal";
    assert.throws(
      () => Product.aggregate((p) => p.group((g) => g.name, (g) => ({ n: sum(g.price) }))).signal(signal),
      refused,
    );
    await assert.rejects(new Account({ id: "s", owner: "x" }).insert({ signal }), refused);
    assert.equal(await Account.find({ id: "s" }).exists(), false);
  });
});

test("what the server refuses is told with the model and the server's own reason", async () => {
  const stored = await new Account({ id: "once", owner: "x" }).insert();
  await assert.rejects(stored.insert(), /^DuplicateKeyError: Account: E11000 /);
  await assert.rejects(Account.insertMany([stored]), /^BulkWriteError: Account: E11000 /);
  const validator = { $expr: { $lt: ["$balance", 10] } };
  await server.database.command({ collMod: "accounts", validator });
  await assert.rejects(stored.set({ balance: 11 }), /^ServerError: Account: Document failed validation/);
});
